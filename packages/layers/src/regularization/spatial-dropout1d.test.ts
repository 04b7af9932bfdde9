import { readFixture, testLayer } from '@ibexjs/testing';

import { SpatialDropout1D } from './spatial-dropout1d.js';

testLayer({
  layer: SpatialDropout1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SpatialDropout1D.json'),
});
