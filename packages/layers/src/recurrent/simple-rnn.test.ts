import { readFixture, testLayer } from '@ibexjs/testing';

import { SimpleRNN } from './simple-rnn.js';

testLayer({
  layer: SimpleRNN,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SimpleRNN.json'),
});
