import { readFixture, testLayer } from '@ibexjs/testing';

import { Activation } from './activation.js';

testLayer({
  layer: Activation,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Activation.json'),
});
