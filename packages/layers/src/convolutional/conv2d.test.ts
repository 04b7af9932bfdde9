import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { Conv2D, conv2d } from './conv2d.js';

testLayer({
  layer: Conv2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Conv2D.json'),
});

describe('convolutions, badly used', () => {
  beforeAll(() => useTestBackend('cpu'));

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    [
      'unknown option',
      () => conv2d({ filters: 1, kernelSize: 3, stride: 2 } as never),
      UnknownOptionError,
    ],
    ['no kernelSize', () => conv2d({ filters: 1 } as never), ValueError],
    ['kernel of another rank', () => conv2d({ filters: 1, kernelSize: [1, 2, 3] }), ValueError],
    [
      'padding of sequences',
      () => conv2d({ filters: 1, kernelSize: 3, padding: 'causal' }),
      ValueError,
    ],
    [
      'filters that groups do not divide',
      () => conv2d({ filters: 3, kernelSize: 1, groups: 2 }),
      ValueError,
    ],
    [
      'channels that groups do not divide',
      () => conv2d({ filters: 2, kernelSize: 1, groups: 2 }).build([null, 4, 4, 3]),
      ValueError,
    ],
    [
      'strides with dilation',
      () => conv2d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: 2 }),
      ValueError,
    ],
    [
      'input of 3 dimensions',
      () => conv2d({ filters: 1, kernelSize: 3 }).apply(tf.zeros([4, 4, 1])),
      ShapeError,
    ],
    [
      'window larger than the input',
      () => conv2d({ filters: 1, kernelSize: 5 }).build([null, 4, 4, 1]),
      ShapeError,
    ],
    [
      'unknown channels',
      () => conv2d({ filters: 1, kernelSize: 3 }).build([null, 8, 8, null]),
      ShapeError,
    ],
    [
      'unknown data format',
      () => conv2d({ filters: 1, kernelSize: 3, dataFormat: 'last' as never }),
      ValueError,
    ],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });
});
