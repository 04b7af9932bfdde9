import { readFixture, testLayer } from '@ibexjs/testing';

import { ConvLSTM1D } from './conv-lstm1d.js';

testLayer({
  layer: ConvLSTM1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ConvLSTM1D.json'),
});
