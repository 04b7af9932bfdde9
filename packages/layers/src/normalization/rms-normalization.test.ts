import { readFixture, testLayer } from '@ibexjs/testing';

import { RMSNormalization } from './rms-normalization.js';

testLayer({
  layer: RMSNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/RMSNormalization.json'),
});
