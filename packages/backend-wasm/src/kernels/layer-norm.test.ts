import { beforeAll, expect, test } from '@jest/globals';
import { fusedLayerNorm } from '@ibexjs/core';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => useTestBackend('wasm'));

function composed(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const factor = tf.rsqrt(tf.add(variance, 1e-3));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), factor), gamma), beta);
}

// one column, ends that are no multiple of 4 or 8, and rows of several tiles
test.each([
  [3, 1],
  [2, 7],
  [5, 16],
  [3000, 13],
  [300, 128],
  [0, 4],
])('normalizes %d rows of %d and has gradients', async (rows, columns) => {
  const before = tf.memory().numTensors;
  const x = tf.tensor2d(formulaValues(rows * columns, 1), [rows, columns]);
  const gamma = tf.tensor1d(formulaValues(columns, 2));
  const beta = tf.tensor1d(formulaValues(columns, 3));
  const dy = tf.tensor2d(formulaValues(rows * columns, 4), [rows, columns]);
  const run = async (f: typeof composed) => {
    const y = tf.tidy(() => f(x, gamma, beta));
    const gradients = tf.grads(f)([x, gamma, beta], dy);
    const values = await Promise.all([y, ...gradients].map((t) => t.data<'float32'>()));
    tf.dispose([y, gradients]);
    return values;
  };
  const expected = await run(composed);
  const actual = await run((...args) => fusedLayerNorm(...args, 1e-3)!);
  actual.forEach((values, i) => {
    const scale = Math.max(1, ...expected[i]!.map(Math.abs));
    const errors = values.map((v, j) => Math.abs(v - expected[i]![j]!) / scale);
    expect(Math.max(0, ...errors)).toBeLessThan(i === 0 ? 1e-5 : 1e-4);
  });
  tf.dispose([x, gamma, beta, dy]);
  expect(tf.memory().numTensors).toBe(before);
});
