import { readFixture, testLayer } from '@ibexjs/testing';

import { AveragePooling1D } from './average-pooling1d.js';

testLayer({
  layer: AveragePooling1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AveragePooling1D.json'),
});
