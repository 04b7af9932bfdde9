import { readFixture, testLayer } from '@ibexjs/testing';

import { DepthwiseConv2D } from './depthwise-conv2d.js';

testLayer({
  layer: DepthwiseConv2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/DepthwiseConv2D.json'),
});
