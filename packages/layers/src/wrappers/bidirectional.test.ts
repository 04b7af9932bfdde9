import { readFixture, testLayer } from '@ibexjs/testing';

import '../index.js';

import { Bidirectional } from './bidirectional.js';

testLayer({
  layer: Bidirectional,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Bidirectional.json'),
});
