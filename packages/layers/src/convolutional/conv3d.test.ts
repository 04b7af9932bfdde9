import { readFixture, testLayer } from '@ibexjs/testing';

import { Conv3D } from './conv3d.js';

testLayer({
  layer: Conv3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv3D.json'),
});
