import '@tensorflow/tfjs-backend-cpu';

import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import '../gradients.js';

test.each([1, 2])('unstack and split of %d pieces have gradients', async (pieces) => {
  const x = tf.tensor2d(
    Array.from({ length: 3 * pieces }, (_, i) => i + 1),
    [3, pieces],
  );
  const squares = (parts: tf.Tensor[]) =>
    parts.map((part) => tf.sum(tf.square(part))).reduce((a, b) => tf.add(a, b)) as tf.Scalar;
  const expected = Array.from(await tf.mul(x, 2).data());
  const unstacked = tf.grad((v: tf.Tensor) => squares(tf.unstack(v, 1)))(x);
  expect(Array.from(await unstacked.data())).toEqual(expected);
  const split = tf.grad((v: tf.Tensor) => squares(tf.split(v, pieces, 1)))(x);
  expect(Array.from(await split.data())).toEqual(expected);
});
