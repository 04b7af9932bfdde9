import { readFixture, testLayer } from '@ibexjs/testing';

import { GlobalMaxPooling2D } from './global-max-pooling2d.js';

testLayer({
  layer: GlobalMaxPooling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GlobalMaxPooling2D.json'),
});
