import { readFixture, testLayer } from '@ibexjs/testing';

import { UpSampling1D } from './up-sampling1d.js';

testLayer({
  layer: UpSampling1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/UpSampling1D.json'),
});
