import { readFixture, testLayer } from '@ibexjs/testing';

import { DepthwiseConv1D } from './depthwise-conv1d.js';

testLayer({
  layer: DepthwiseConv1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/DepthwiseConv1D.json'),
});
