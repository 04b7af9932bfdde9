import { readFixture, testLayer } from '@ibexjs/testing';

import { CustomScaleLayer } from './custom-scale-layer.js';

testLayer({
  layer: CustomScaleLayer,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/CustomScaleLayer.json'),
});
