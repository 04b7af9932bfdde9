import { readFixture, testLayer } from '@ibexjs/testing';

import { ZeroPadding3D } from './zero-padding3d.js';

testLayer({
  layer: ZeroPadding3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ZeroPadding3D.json'),
});
