import { readFixture, testLayer } from '@ibexjs/testing';

import { GaussianDropout } from './gaussian-dropout.js';

testLayer({
  layer: GaussianDropout,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GaussianDropout.json'),
});
