import { readFixture, testLayer } from '@ibexjs/testing';

import { ConvLSTM3D } from './conv-lstm3d.js';

testLayer({
  layer: ConvLSTM3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ConvLSTM3D.json'),
});
