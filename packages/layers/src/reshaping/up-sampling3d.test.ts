import { readFixture, testLayer } from '@ibexjs/testing';
import { expect, test } from '@jest/globals';

import { UpSampling3D, upSampling3d } from './up-sampling3d.js';

testLayer({
  layer: UpSampling3D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/UpSampling3D.json'),
});

test('bad input', () => {
  expect(() => upSampling3d({ size: [1, 2] })).toThrow('positive whole number');
});
