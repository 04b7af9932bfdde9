import { readFixture, testLayer } from '@ibexjs/testing';

import { SeparableConv2D } from './separable-conv2d.js';

testLayer({
  layer: SeparableConv2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SeparableConv2D.json'),
});
