import { beforeAll, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { input } from '../engine/input-layer.js';
import { lambda } from './lambda.js';

beforeAll(() => useTestBackend('cpu'));

test('computes, and finds its shape', () => {
  const layer = lambda({ function: (x) => tf.sum(x as tf.Tensor, 1) });
  const before = tf.memory().numTensors;
  const y = tf.tidy(() => [...layer.apply(tf.ones([2, 3])).dataSync()]);
  expect(y).toEqual([3, 3]);
  expect(tf.memory().numTensors).toBe(before);
  expect(layer.apply(input({ shape: [null, 4] })).shape).toEqual([null, 4]);
});

test('takes its shape from a function', () => {
  const layer = lambda({ function: (x) => x, outputShape: () => [null, 7] });
  expect(layer.apply(input({ shape: [7] })).shape).toEqual([null, 7]);
});

test('bad use', () => {
  expect(() => lambda({ function: 'relu' as never })).toThrow(ValueError);
  expect(() => lambda({ function: (x: tf.Tensor) => x, shape: [1] } as never)).toThrow(
    UnknownOptionError,
  );
  expect(() => lambda({ function: (x) => x }).getConfig()).toThrow(ValueError);
});
