import { readFixture, testLayer } from '@ibexjs/testing';

import { GaussianDropout, GaussianNoise } from './noise.js';

for (const layer of [GaussianNoise, GaussianDropout]) {
  testLayer({
    layer,
    fixture: readFixture(import.meta.url, `../../fixtures/layers/${layer.className}.json`),
  });
}
