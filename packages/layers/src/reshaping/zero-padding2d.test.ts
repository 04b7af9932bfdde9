import { readFixture, testLayer } from '@ibexjs/testing';

import { ZeroPadding2D } from './zero-padding2d.js';

testLayer({
  layer: ZeroPadding2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ZeroPadding2D.json'),
});
