import { readFixture, testLayer } from '@ibexjs/testing';

import { Reshape } from './reshape.js';

testLayer({
  layer: Reshape,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Reshape.json'),
});
