import { readFixture, testLayer } from '@ibexjs/testing';

import { SpatialDropout2D } from './spatial-dropout2d.js';

testLayer({
  layer: SpatialDropout2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SpatialDropout2D.json'),
});
