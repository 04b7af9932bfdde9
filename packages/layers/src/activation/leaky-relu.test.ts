import { readFixture, testLayer } from '@ibexjs/testing';

import { LeakyReLU } from './leaky-relu.js';

testLayer({
  layer: LeakyReLU,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/LeakyReLU.json'),
});
