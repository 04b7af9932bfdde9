import { describe, expect, test } from '@jest/globals';
import { computeOn, formulaValues, largestDifference } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

type Shape = [number, number, number, number];

const CASES: [Shape, number | [number, number], number | [number, number], 'valid' | 'same'][] = [
  [[2, 8, 8, 8], 2, 2, 'valid'],
  [[9, 7, 8, 4], [2, 3], [2, 3], 'valid'],
  [[1, 6, 6, 36], 3, 3, 'valid'],
  [[2, 9, 9, 3], 3, 2, 'same'],
  [[1, 7, 6, 5], 3, 1, 'same'],
  [[9, 5, 7, 6], [2, 3], [1, 2], 'valid'],
  [[1, 6, 6, 35], 2, 2, 'same'],
];

const tensor = (shape: number[], seed: number, shift = 0) =>
  tf.tensor(
    formulaValues(tf.util.sizeFromShape(shape), seed).map((v) => v + shift),
    shape,
  );

function run(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

describe.each(CASES)(
  'pooling of %j, window %j, stride %j, %s',
  (shape, filterSize, strides, pad) => {
    const attrs = { filterSize, strides, pad, dimRoundingMode: undefined };
    const { outShape } = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);

    test.each([0, -3, 3])('max pooling and its gradient, values around %d', async (shift) => {
      const body = () => {
        const x = tensor(shape, 1, shift);
        const output = run('MaxPool', { x }, attrs);
        return [output, run('MaxPoolGrad', { dy: tensor(outShape, 2), input: x, output }, attrs)];
      };
      const wasm = await computeOn('wasm', body);
      const cpu = await computeOn('cpu', body);
      expect(largestDifference(wasm[0]!, cpu[0]!)).toBe(0);
      expect(largestDifference(wasm[1]!, cpu[1]!)).toBeLessThan(1e-6);
    });

    test('the gradient of average pooling equals finite differences', async () => {
      // average pooling is linear: <grad, d> is exactly the pooled d weighted by dy
      const [analytic, numeric] = await computeOn('wasm', () => {
        const [x, d, dy] = [tensor(shape, 1), tensor(shape, 3), tensor(outShape, 2)];
        const grad = run('AvgPoolGrad', { dy, input: x }, attrs);
        return [
          tf.sum(tf.mul(grad, d)),
          tf.sum(tf.mul(tf.avgPool(d as tf.Tensor4D, filterSize, strides, pad), dy)),
        ];
      });
      expect(largestDifference(analytic!, numeric!)).toBeLessThan(1e-5);
    });
  },
);

test('a NaN in a window is its maximum and takes the gradient', async () => {
  const [output, gradient] = await computeOn('wasm', () => {
    const x = tf.tensor4d([1, NaN, 3, 2, 5, 4, 7, 6], [1, 2, 4, 1]);
    const y = tf.maxPool(x, 2, 2, 'valid');
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    return [y, run('MaxPoolGrad', { dy: tf.onesLike(y), input: x, output: y }, attrs)];
  });
  expect([...output!.values]).toEqual([NaN, 7]);
  expect([...gradient!.values]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
});

test('NaN and equal values in windows that tile the image, four channels', async () => {
  const x = [NaN, 1, 2, 3, 4, 1, NaN, 3, NaN, 0, 5, 3, 6, 1, 7, 3];
  const [gradient] = await computeOn('wasm', () => {
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    const input = tf.tensor4d(x, [1, 2, 2, 4]);
    return run('MaxPoolGrad', { dy: tf.ones([1, 1, 1, 4]), input, output: input }, attrs);
  });
  expect([...gradient!.values]).toEqual([1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('a window of equal values gives the gradient to the first', async () => {
  const [gradient] = await computeOn('wasm', () => {
    const x = tf.fill([1, 2, 2, 5], -Infinity);
    const attrs = { filterSize: 2, strides: 2, pad: 'valid' };
    return run('MaxPoolGrad', { dy: tf.ones([1, 1, 1, 5]), input: x, output: x }, attrs);
  });
  expect([...gradient!.values]).toEqual([1, 1, 1, 1, 1, ...new Array<number>(15).fill(0)]);
});
