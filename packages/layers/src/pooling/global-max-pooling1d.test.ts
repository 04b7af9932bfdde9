import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalMaxPooling1D } from './global-max-pooling1d.js';

testLayer({
  layer: GlobalMaxPooling1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalMaxPooling1D.json'),
});
