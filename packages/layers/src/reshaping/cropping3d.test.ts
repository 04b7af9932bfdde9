import { readFixture, testLayer } from '@ibexjs/testing';

import { Cropping3D } from './cropping3d.js';

testLayer({
  layer: Cropping3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Cropping3D.json'),
});
