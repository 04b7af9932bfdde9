import { readFixture, testLayer } from '@ibexjs/testing';

import { Identity } from './identity.js';

testLayer({
  layer: Identity,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Identity.json'),
});
