import { readFixture, testLayer } from '@ibexjs/testing';

import { BatchNormalization } from './batch-normalization.js';

testLayer({
  layer: BatchNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/BatchNormalization.json'),
});
