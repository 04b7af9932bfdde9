import { readFixture, testLayer } from '@ibexjs/testing';

import { LayerScale } from './layer-scale.js';

testLayer({
  layer: LayerScale,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/LayerScale.json'),
});
