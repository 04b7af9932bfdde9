import { readFixture, testLayer } from '@ibexjs/testing';

import { Concatenate } from './concatenate.js';

testLayer({
  layer: Concatenate,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Concatenate.json'),
});
