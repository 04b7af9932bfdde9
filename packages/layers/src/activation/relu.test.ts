import { readFixture, testLayer } from '@ibexjs/testing';

import { ReLU } from './relu.js';

testLayer({
  layer: ReLU,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ReLU.json'),
});
