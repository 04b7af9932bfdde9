import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  NotFoundError,
  ShapeError,
  toCamelCase,
  UnknownOptionError,
  ValueError,
} from '@ibexjs/core';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as activations from './index.js';

interface Case {
  name: string;
  options: object;
  shape: number[];
  values: number[];
  gradient: number[];
}

const fixture = readFixture<{ activations: Case[] }>(
  import.meta.url,
  '../../fixtures/functions.json',
);
const functions = activations as unknown as Record<
  string,
  (x: tf.Tensor, options?: object) => tf.Tensor
>;

function largestDifference(actual: tf.Tensor, expected: number[]): number {
  const values = actual.dataSync();
  expect(values).toHaveLength(expected.length);
  return expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - values[i]!)), 0);
}

describe.each(testBackends)('activations on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(fixture.activations)('$name $options equals Keras', (golden) => {
    const f = functions[toCamelCase(golden.name)]!;
    const x = tf.tensor(
      formulaValues(72, 1).map((v) => v * 4),
      [3, 4, 6],
    );
    const before = tf.memory().numTensors;
    const y = f(x, golden.options);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(y.shape).toEqual(golden.shape);
    expect(largestDifference(y, golden.values)).toBeLessThan(1e-5 * scaleOf(golden.values));
    const weights = tf.tensor(formulaValues(y.size, 2), y.shape);
    const gradient = tf.grad((t: tf.Tensor) => tf.sum(tf.mul(f(t, golden.options), weights)))(x);
    expect(largestDifference(gradient, golden.gradient)).toBeLessThan(
      1e-4 * scaleOf(golden.gradient),
    );
    tf.dispose([x, y, weights, gradient]);
    expect(tf.memory().numTensors).toBe(before - 1);
  });
});

test('sparsemax sums to 1 and is the point of the simplex nearest to x', () => {
  const x = tf.tensor2d([[0.5, 0.3, -1, 0.4]]);
  // τ = (0.5 + 0.4 + 0.3 - 1) / 3
  const y = activations.sparsemax(x).dataSync();
  [0.43333333, 0.23333333, 0, 0.33333333].forEach((value, i) => expect(y[i]).toBeCloseTo(value, 6));
  const weights = tf.tensor2d([[1, 2, 3, 4]]);
  const gradient = tf
    .grad((t: tf.Tensor) => tf.sum(tf.mul(activations.sparsemax(t), weights)))(x)
    .dataSync();
  [1 - 7 / 3, 2 - 7 / 3, 0, 4 - 7 / 3].forEach((value, i) =>
    expect(gradient[i]).toBeCloseTo(value, 5),
  );
});

/** Differences count relative to values above 1: exp reaches 54 here. */
function scaleOf(values: number[]): number {
  return Math.max(1, ...values.map(Math.abs));
}

describe('activations by name', () => {
  test('camelCase and snake_case name the same function', () => {
    expect(activations.getActivation('hardSigmoid')).toBe(activations.hardSigmoid);
    expect(activations.getActivation('hard_sigmoid')).toBe(activations.hardSigmoid);
    expect(activations.getActivation('swish')).toBe(activations.silu);
    expect(activations.getActivation('hard_swish')).toBe(activations.hardSilu);
    expect(activations.getActivation(null)).toBe(activations.linear);
  });

  test("names in configs are Keras' own", () => {
    expect(activations.serializeActivation(activations.logSoftmax)).toBe('log_softmax');
    expect(activations.serializeActivation(activations.swish)).toBe('silu');
  });

  test('an unknown name is an error with a hint', () => {
    expect(() => activations.getActivation('rellu')).toThrow(NotFoundError);
    expect(() => activations.getActivation('rellu')).toThrow('Did you mean "relu"?');
  });

  test('a registered function can be stored, another cannot', () => {
    const cube = (x: tf.Tensor) => tf.pow(x, 3);
    expect(() => activations.serializeActivation(cube)).toThrow(ValueError);
    activations.registerActivation('cube', cube);
    expect(activations.serializeActivation(cube)).toBe('cube');
    expect(activations.getActivation('cube')).toBe(cube);
    expect(() => activations.registerActivation('relu', cube)).toThrow(ValueError);
  });

  test('unknown options and odd halves are errors', () => {
    expect(() => functions['relu']!(tf.scalar(1), { alpha: 1 })).toThrow(UnknownOptionError);
    expect(() => activations.glu(tf.zeros([2, 3]))).toThrow(ShapeError);
  });
});
