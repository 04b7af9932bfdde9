import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv2D } from './conv2d.js';

testLayer({
  layer: Conv2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv2D.json'),
});
