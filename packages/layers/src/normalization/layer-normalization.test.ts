import { readFixture, testLayer } from '@ibexjs/testing';

import { LayerNormalization } from './layer-normalization.js';

testLayer({
  layer: LayerNormalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/LayerNormalization.json'),
});
