import { readFixture, testLayer } from '@ibexjs/testing';

import { Embedding } from './embedding.js';

testLayer({
  layer: Embedding,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Embedding.json'),
});
