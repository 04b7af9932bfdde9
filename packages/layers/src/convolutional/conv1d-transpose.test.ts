import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv1DTranspose } from './conv1d-transpose.js';

testLayer({
  layer: Conv1DTranspose,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv1DTranspose.json'),
});
