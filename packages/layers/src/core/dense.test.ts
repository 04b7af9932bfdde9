import { readFixture, testLayer } from '@ibexjs/testing';

import { Dense } from './dense.js';

testLayer({
  layer: Dense,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Dense.json'),
});
