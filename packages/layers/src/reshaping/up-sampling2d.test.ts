import { readFixture, testLayer } from '@ibexjs/testing';
import { expect, test } from '@jest/globals';

import { UpSampling2D, upSampling2d } from './up-sampling2d.js';

testLayer({
  layer: UpSampling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/UpSampling2D.json'),
});

test('bad input', () => {
  expect(() => upSampling2d({ size: 0 })).toThrow('positive whole number');
  const bicubic = { interpolation: 'bicubic' as 'bilinear' };
  expect(() => upSampling2d(bicubic)).toThrow("'nearest', 'bilinear'");
});
