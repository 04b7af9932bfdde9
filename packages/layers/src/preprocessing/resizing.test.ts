import { expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { centerCrop } from './center-crop.js';
import { Resizing, resizing } from './resizing.js';

testLayer({
  layer: Resizing,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Resizing.json'),
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['unknown option', () => resizing({ height: 2, width: 2, size: 3 } as never), UnknownOptionError],
  ['no width', () => resizing({ height: 2 } as never), ValueError],
  [
    'other interpolation',
    () => resizing({ height: 2, width: 2, interpolation: 'area' as never }),
    ValueError,
  ],
  ['antialias', () => resizing({ height: 2, width: 2, antialias: true as never }), ValueError],
  [
    'crop of a small image',
    () => centerCrop({ height: 5, width: 5 }).apply(tf.zeros([1, 4, 4, 1])),
    ShapeError,
  ],
])('%s', (_name, run, error) => {
  expect(run).toThrow(error);
});
