import { readFixture, testLayer } from '@ibexjs/testing';

import { UnitNormalization } from './unit-normalization.js';

testLayer({
  layer: UnitNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/UnitNormalization.json'),
});
