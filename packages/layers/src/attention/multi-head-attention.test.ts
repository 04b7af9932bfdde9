import { readFixture, testLayer } from '@ibexjs/testing';

import { MultiHeadAttention } from './multi-head-attention.js';

testLayer({
  layer: MultiHeadAttention,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/MultiHeadAttention.json'),
});
