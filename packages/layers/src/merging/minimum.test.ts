import { readFixture, testLayer } from '@ibexjs/testing';

import { Minimum } from './minimum.js';

testLayer({
  layer: Minimum,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Minimum.json'),
});
