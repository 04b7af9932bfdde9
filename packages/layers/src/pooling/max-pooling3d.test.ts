import { readFixture, testLayer } from '@ibexjs/testing';

import { MaxPooling3D } from './max-pooling3d.js';

testLayer({
  layer: MaxPooling3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/MaxPooling3D.json'),
});
