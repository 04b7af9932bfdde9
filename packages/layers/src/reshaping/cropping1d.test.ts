import { readFixture, testLayer } from '@ibexjs/testing';

import { Cropping1D } from './cropping1d.js';

testLayer({
  layer: Cropping1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Cropping1D.json'),
});
