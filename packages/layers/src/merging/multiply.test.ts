import { readFixture, testLayer } from '@ibexjs/testing';

import { Multiply } from './multiply.js';

testLayer({
  layer: Multiply,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Multiply.json'),
});
