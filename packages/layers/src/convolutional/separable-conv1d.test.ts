import { readFixture, testLayer } from '@ibexjs/testing';

import { SeparableConv1D } from './separable-conv1d.js';

testLayer({
  layer: SeparableConv1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SeparableConv1D.json'),
});
