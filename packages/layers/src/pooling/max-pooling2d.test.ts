import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { MaxPooling2D, maxPooling2d } from './max-pooling2d.js';

testLayer({
  layer: MaxPooling2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/MaxPooling2D.json'),
});

describe('poolings, badly used', () => {
  beforeAll(() => useTestBackend('cpu'));

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['unknown option', () => maxPooling2d({ pool: 2 } as never), UnknownOptionError],
    ['window of no size', () => maxPooling2d({ poolSize: 0 }), ValueError],
    ['unknown padding', () => maxPooling2d({ padding: 'full' as never }), ValueError],
    ['input of 3 dimensions', () => maxPooling2d().apply(tf.zeros([4, 4, 1])), ShapeError],
    [
      'window larger than the input',
      () => maxPooling2d().computeOutputShape([1, 1, 4, 1]),
      ShapeError,
    ],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });
});
