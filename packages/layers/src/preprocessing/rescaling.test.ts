import { readFixture, testLayer } from '@ibexjs/testing';

import { Rescaling } from './rescaling.js';

testLayer({
  layer: Rescaling,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Rescaling.json'),
});
