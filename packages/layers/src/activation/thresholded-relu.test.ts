import { beforeAll, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { thresholdedReLU } from './thresholded-relu.js';

beforeAll(() => useTestBackend('cpu'));

test('keeps what is above theta', () => {
  const layer = thresholdedReLU({ theta: 0.5 });
  const x = tf.tensor1d([-1, 0.5, 0.6]);
  expect([...layer.apply(x).dataSync()]).toEqual([0, 0, expect.closeTo(0.6, 5)]);
  const gradient = tf.grad((t: tf.Tensor) => tf.sum(layer.apply(t)))(x);
  expect([...gradient.dataSync()]).toEqual([0, 0, 1]);
  expect(layer.getConfig()['theta']).toBe(0.5);
});

test('bad options', () => {
  expect(() => thresholdedReLU({ theta: -1 })).toThrow(ValueError);
  expect(() => thresholdedReLU({ threshold: 1 } as never)).toThrow(UnknownOptionError);
});
