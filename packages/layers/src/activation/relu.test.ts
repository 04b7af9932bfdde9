import { readFixture, testLayer } from '@ibexjs/testing';

import { LeakyReLU, ReLU } from './relu.js';

testLayer({
  layer: ReLU,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ReLU.json'),
});
testLayer({
  layer: LeakyReLU,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/LeakyReLU.json'),
});
