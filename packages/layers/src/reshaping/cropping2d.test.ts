import { readFixture, testLayer } from '@ibexjs/testing';

import { Cropping2D } from './cropping2d.js';

testLayer({
  layer: Cropping2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Cropping2D.json'),
});
