import { readFixture, testLayer } from '@ibexjs/testing';

import { SpatialDropout3D } from './spatial-dropout3d.js';

testLayer({
  layer: SpatialDropout3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/SpatialDropout3D.json'),
});
