import { readFixture, testLayer } from '@ibexjs/testing';

import { GroupNormalization } from './group-normalization.js';

testLayer({
  layer: GroupNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GroupNormalization.json'),
});
