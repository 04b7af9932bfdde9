import { readFixture, testLayer } from '@ibexjs/testing';

import { Subtract } from './subtract.js';

testLayer({
  layer: Subtract,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Subtract.json'),
});
