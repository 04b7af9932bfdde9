import { readFixture, testLayer } from '@ibexjs/testing';

import { MaxPooling1D } from './max-pooling1d.js';

testLayer({
  layer: MaxPooling1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/MaxPooling1D.json'),
});
