import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalAveragePooling1D } from './global-average-pooling1d.js';

testLayer({
  layer: GlobalAveragePooling1D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalAveragePooling1D.json'),
});
