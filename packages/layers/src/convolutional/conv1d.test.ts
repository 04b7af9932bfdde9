import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv1D } from './conv1d.js';

testLayer({
  layer: Conv1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv1D.json'),
});
