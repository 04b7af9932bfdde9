import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalMaxPooling3D } from './global-max-pooling3d.js';

testLayer({
  layer: GlobalMaxPooling3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalMaxPooling3D.json'),
});
