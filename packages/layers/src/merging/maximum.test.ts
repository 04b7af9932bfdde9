import { readFixture, testLayer } from '@ibexjs/testing';

import { Maximum } from './maximum.js';

testLayer({
  layer: Maximum,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Maximum.json'),
});
