import { beforeAll, describe, expect, test } from '@jest/globals';
import { formulaValues, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import '../gradients.js';

/** Largest difference between the gradient of sum(f(x) * pattern) and its finite differences. */
function error(shape: number[], seed: number, f: (x: tf.Tensor) => tf.Tensor): number {
  const values = formulaValues(tf.util.sizeFromShape(shape), seed);
  const loss = (x: tf.Tensor) => {
    const y = f(x);
    return tf.sum<tf.Scalar>(tf.mul(y, tf.tensor(formulaValues(y.size, 3), y.shape)));
  };
  const gradient = tf.grad(loss)(tf.tensor(values, shape)).dataSync();
  const step = 1e-2;
  let worst = 0;
  values.forEach((value, i) => {
    const at = (x: number) => {
      const moved = values.slice();
      moved[i] = x;
      return tf.tidy(() => loss(tf.tensor(moved, shape)).dataSync()[0]!);
    };
    const slope = (at(value + step) - at(value - step)) / (2 * step);
    worst = Math.max(worst, Math.abs(slope - gradient[i]!));
  });
  return worst;
}

describe.each(testBackends)('gradients on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));
  const ones = (shape: number[]) =>
    tf.tensor(formulaValues(tf.util.sizeFromShape(shape), 8), shape);

  // float32 differences over a step of 0.01 are good to about 1e-3 here
  test.each<[string, number[], (x: tf.Tensor) => tf.Tensor]>([
    ['where(greater)', [7], (x) => tf.where(tf.greater(x, 0.0005), x, tf.mul(x, 3))],
    ['maximum, broadcast', [1, 3], (x) => tf.maximum(x, ones([4, 3]))],
    ['minimum, broadcast', [3], (x) => tf.minimum(ones([4, 3]), x)],
    ['squaredDifference, broadcast', [4, 1], (x) => tf.squaredDifference(x, ones([4, 3]))],
    ['stridedSlice', [5, 4], (x) => tf.stridedSlice(x, [1, 0], [5, 4], [2, 3])],
    ['stridedSlice, backwards', [5, 4], (x) => tf.stridedSlice(x, [4, 3], [0, 0], [-2, -1])],
    ['stridedSlice, whole', [3, 2], (x) => tf.stridedSlice(x, [0, 0], [3, 2], [1, 1])],
    [
      'stridedSlice, shrunken axis',
      [3, 4],
      (x) => tf.stridedSlice(x, [1, 0], [2, 4], [1, 1], 0, 0, 0, 0, 1),
    ],
    [
      'dilated conv2d by input',
      [1, 7, 6, 2],
      (x) =>
        tf.conv2d(x as tf.Tensor4D, ones([3, 2, 2, 3]) as tf.Tensor4D, 1, 'same', 'NHWC', [2, 3]),
    ],
    [
      'dilated conv2d by filter',
      [3, 2, 2, 3],
      (x) => tf.conv2d(ones([2, 7, 6, 2]) as tf.Tensor4D, x as tf.Tensor4D, 1, 'valid', 'NHWC', 2),
    ],
    [
      'conv3dTranspose by input',
      [1, 2, 2, 2, 2],
      (x) =>
        tf.conv3dTranspose(
          x as tf.Tensor5D,
          ones([2, 3, 2, 1, 2]) as tf.Tensor5D,
          [1, 4, 4, 4, 1],
          2,
          'same',
        ),
    ],
    [
      'conv3dTranspose by filter',
      [2, 2, 2, 1, 2],
      (x) =>
        tf.conv3dTranspose(
          ones([2, 2, 1, 2, 2]) as tf.Tensor5D,
          x as tf.Tensor5D,
          [2, 3, 2, 3, 1],
          1,
          'valid',
        ),
    ],
    [
      'dilated depthwiseConv2d by input',
      [1, 6, 6, 2],
      (x) =>
        tf.depthwiseConv2d(
          x as tf.Tensor4D,
          ones([3, 2, 2, 2]) as tf.Tensor4D,
          1,
          'same',
          'NHWC',
          2,
        ),
    ],
    [
      'dilated depthwiseConv2d by filter',
      [2, 2, 2, 2],
      (x) =>
        tf.depthwiseConv2d(
          ones([1, 6, 6, 2]) as tf.Tensor4D,
          x as tf.Tensor4D,
          1,
          'valid',
          'NHWC',
          2,
        ),
    ],
    ['max', [3, 4], (x) => tf.max(x, 1)],
    ['min of all', [3, 2], (x) => tf.min(x)],
    ['max, kept', [2, 3, 4], (x) => tf.max(x, [0, 2], true)],
    ['any', [3, 2], (x) => tf.mul(x, tf.cast(tf.any(tf.notEqual(x, 0), 1, true), 'float32'))],
    ['tile', [2, 3], (x) => tf.tile(x, [2, 3])],
    ['tile of 5 dimensions', [1, 2, 1, 2, 1], (x) => tf.tile(x, [2, 1, 3, 2, 2])],
    ['avgPool, same', [1, 5, 4, 2], (x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same')],
    ['avgPool, uneven', [1, 5, 4, 2], (x) => tf.avgPool(x as tf.Tensor4D, [2, 4], [1, 2], 'same')],
  ])('%s', (_name, shape, f) => {
    expect(error(shape, 5, f)).toBeLessThan(2e-3);
  });

  test('equal entries share the gradient of their maximum', () => {
    const x = tf.tensor2d([
      [1, 3, 3],
      [2, 2, 2],
    ]);
    const gradient = tf
      .grad((t: tf.Tensor) => tf.sum(tf.max(t, 1)))(x)
      .dataSync();
    [0, 1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3].forEach((v, i) => expect(gradient[i]).toBeCloseTo(v, 6));
  });
});
