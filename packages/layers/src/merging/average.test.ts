import { readFixture, testLayer } from '@ibexjs/testing';

import { Average } from './average.js';

testLayer({
  layer: Average,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Average.json'),
});
