import { readFixture, testLayer } from '@ibexjs/testing';

import { ZeroPadding1D } from './zero-padding1d.js';

testLayer({
  layer: ZeroPadding1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ZeroPadding1D.json'),
});
