import { readFixture, testLayer } from '@ibexjs/testing';

import { Attention } from './attention.js';

testLayer({
  layer: Attention,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Attention.json'),
});
