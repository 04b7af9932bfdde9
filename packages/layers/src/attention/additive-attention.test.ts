import { readFixture, testLayer } from '@ibexjs/testing';

import { AdditiveAttention } from './additive-attention.js';

testLayer({
  layer: AdditiveAttention,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AdditiveAttention.json'),
});
