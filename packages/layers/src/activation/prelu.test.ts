import { readFixture, testLayer } from '@ibexjs/testing';

import { PReLU } from './prelu.js';

testLayer({
  layer: PReLU,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/PReLU.json'),
});
