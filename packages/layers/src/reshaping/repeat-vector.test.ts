import { readFixture, testLayer } from '@ibexjs/testing';

import { RepeatVector } from './repeat-vector.js';

testLayer({
  layer: RepeatVector,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/RepeatVector.json'),
});
