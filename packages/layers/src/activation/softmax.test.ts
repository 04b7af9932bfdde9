import { readFixture, testLayer } from '@ibexjs/testing';

import { Softmax } from './softmax.js';

testLayer({
  layer: Softmax,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Softmax.json'),
});
