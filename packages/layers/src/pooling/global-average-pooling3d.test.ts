import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalAveragePooling3D } from './global-average-pooling3d.js';

testLayer({
  layer: GlobalAveragePooling3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalAveragePooling3D.json'),
});
