import { readFixture, testLayer } from '@ibexjs/testing';

import { CenterCrop } from './center-crop.js';

testLayer({
  layer: CenterCrop,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/CenterCrop.json'),
});
