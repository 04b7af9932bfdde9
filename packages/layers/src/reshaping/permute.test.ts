import { readFixture, testLayer } from '@ibexjs/testing';

import { Permute } from './permute.js';

testLayer({
  layer: Permute,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Permute.json'),
});
