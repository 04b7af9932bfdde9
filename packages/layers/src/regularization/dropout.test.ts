import { readFixture, testLayer } from '@ibexjs/testing';

import { Dropout } from './dropout.js';

testLayer({
  layer: Dropout,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Dropout.json'),
});
