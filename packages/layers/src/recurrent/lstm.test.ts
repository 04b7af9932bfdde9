import { readFixture, testLayer } from '@ibexjs/testing';

import { LSTM } from './lstm.js';

testLayer({
  layer: LSTM,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/LSTM.json'),
});
