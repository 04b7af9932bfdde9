import { readFixture, testLayer } from '@ibexjs/testing';

import { Flatten } from './flatten.js';

testLayer({
  layer: Flatten,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Flatten.json'),
});
