import { readFixture, testLayer } from '@ibexjs/testing';

import { MaxPooling2D } from './max-pooling2d.js';

testLayer({
  layer: MaxPooling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/MaxPooling2D.json'),
});
