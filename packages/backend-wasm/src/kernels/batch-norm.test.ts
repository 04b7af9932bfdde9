import { beforeAll, expect, test } from '@jest/globals';
import { fusedBatchNorm, fusedNormalize } from '@ibexjs/core';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => useTestBackend('wasm'));

type Normalize = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => tf.Tensor;

const composed: Normalize = (x, gamma, beta) => {
  const { mean, variance } = tf.moments(x, 0, true);
  const factor = tf.rsqrt(tf.add(variance, 1e-3));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), factor), gamma), beta);
};
const fused: Normalize = (x, gamma, beta) => fusedBatchNorm(x, gamma, beta, 1e-3)!.y;

const inference = (columns: number): Record<'composed' | 'fused', Normalize> => {
  const mean = () => tf.tensor1d(formulaValues(columns, 5));
  const variance = () => tf.square(tf.tensor1d(formulaValues(columns, 6)));
  return {
    composed: (x, gamma, beta) => {
      const factor = tf.mul(gamma, tf.rsqrt(tf.add(variance(), 1e-3)));
      return tf.add(tf.mul(tf.sub(x, mean()), factor), beta);
    },
    fused: (x, gamma, beta) =>
      fusedNormalize(x, { gamma, beta, mean: mean(), variance: variance() }, 1e-3)!,
  };
};

// one row, one column, ends that are no multiple of 4, 8 or 16, and rows of several tiles
test.each([
  [3, 1],
  [1, 5],
  [2, 7],
  [40, 16],
  [3000, 13],
  [30, 27],
  [700, 128],
])('normalizes %d rows of %d columns and has gradients', async (rows, columns) => {
  const before = tf.memory().numTensors;
  const x = tf.tensor2d(formulaValues(rows * columns, 1), [rows, columns]);
  const gamma = tf.tensor1d(formulaValues(columns, 2));
  const beta = tf.tensor1d(formulaValues(columns, 3));
  const dy = tf.tensor2d(formulaValues(rows * columns, 4), [rows, columns]);
  const run = async (f: Normalize) => {
    const y = tf.tidy(() => f(x, gamma, beta));
    const gradients = tf.grads(f)([x, gamma, beta], dy);
    const values = await Promise.all([y, ...gradients].map((t) => t.data<'float32'>()));
    tf.dispose([y, gradients]);
    return values;
  };
  const given = inference(columns);
  for (const [whole, inOne] of [
    [composed, fused],
    [given.composed, given.fused],
  ] as const) {
    const expected = await run(whole);
    const actual = await run(inOne);
    actual.forEach((values, i) => {
      const scale = expected[i]!.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
      const errors = values.map((v, j) => Math.abs(v - expected[i]![j]!) / scale);
      expect(errors.reduce((a, b) => Math.max(a, b))).toBeLessThan(i === 0 ? 1e-5 : 1e-4);
    });
  }
  tf.dispose([x, gamma, beta, dy]);
  expect(tf.memory().numTensors).toBe(before);
});

test('gives mean and biased variance, exactly where numbers are large and close together', async () => {
  const values = Float32Array.from({ length: 40_000 }, (_, i) => 4096 + (i % 2));
  const moments = tf.tidy(() => {
    const x = tf.tensor2d(values, [20_000, 2]);
    const { mean, variance } = fusedBatchNorm(x, tf.ones([2]), tf.zeros([2]), 1e-3)!;
    const third = fusedBatchNorm(tf.reshape(x, [-1, 1]), tf.ones([1]), tf.zeros([1]), 1e-3)!;
    return [mean, variance, third.mean, third.variance];
  });
  const read = await Promise.all(moments.map(async (t) => [...(await t.data())]));
  expect(read).toEqual([[4096, 4097], [0, 0], [4096.5], [0.25]]);
  tf.dispose(moments);
});

test('an empty batch is left to composed operations', () => {
  const [x, one] = [tf.zeros([0, 3]), tf.ones([3])];
  expect(fusedBatchNorm(x, one, one, 1e-3)).toBeUndefined();
  const weights = { gamma: one, beta: one, mean: one, variance: one };
  expect(fusedNormalize(x, weights, 1e-3)).toBeUndefined();
});
