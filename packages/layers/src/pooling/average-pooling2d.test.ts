import { readFixture, testLayer } from '@ibexjs/testing';

import { AveragePooling2D } from './average-pooling2d.js';

testLayer({
  layer: AveragePooling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AveragePooling2D.json'),
});
