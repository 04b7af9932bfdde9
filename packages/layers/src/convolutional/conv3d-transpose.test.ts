import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv3DTranspose } from './conv3d-transpose.js';

testLayer({
  layer: Conv3DTranspose,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv3DTranspose.json'),
});
