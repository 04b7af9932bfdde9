import { readFixture, testLayer } from '@ibexjs/testing';

import { Masking } from './masking.js';

testLayer({
  layer: Masking,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Masking.json'),
});
