import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalAveragePooling2D } from './global-average-pooling2d.js';

testLayer({
  layer: GlobalAveragePooling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalAveragePooling2D.json'),
});
