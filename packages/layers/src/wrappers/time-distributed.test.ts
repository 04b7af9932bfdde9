import { readFixture, testLayer } from '@ibexjs/testing';

import '../index.js';

import { TimeDistributed } from './time-distributed.js';

testLayer({
  layer: TimeDistributed,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/TimeDistributed.json'),
});
