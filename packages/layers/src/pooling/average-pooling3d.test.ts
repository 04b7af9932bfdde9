import { readFixture, testLayer } from '@ibexjs/testing';

import { AveragePooling3D } from './average-pooling3d.js';

testLayer({
  layer: AveragePooling3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AveragePooling3D.json'),
});
