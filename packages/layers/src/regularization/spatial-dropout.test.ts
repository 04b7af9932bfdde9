import { readFixture, testLayer } from '@ibexjs/testing';

import { SpatialDropout1D, SpatialDropout2D } from './spatial-dropout.js';

for (const layer of [SpatialDropout1D, SpatialDropout2D]) {
  testLayer({
    layer,
    fixture: readFixture(import.meta.url, `../../fixtures/layers/${layer.className}.json`),
  });
}
