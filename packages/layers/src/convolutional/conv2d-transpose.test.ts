import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv2DTranspose } from './conv2d-transpose.js';

testLayer({
  layer: Conv2DTranspose,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv2DTranspose.json'),
});
