import { readFixture, testLayer } from '@ibexjs/testing';

import { AlphaDropout } from './alpha-dropout.js';

testLayer({
  layer: AlphaDropout,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AlphaDropout.json'),
});
