import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ShapeError, StateError, toCamelCase, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { MinMaxScaler } from './min-max-scaler.js';
import { StandardScaler, type StandardScalerOptions } from './standard-scaler.js';

interface Golden {
  name: string;
  options: Record<string, unknown>;
  attributes: Record<string, number[]>;
  transformed: number[];
  inverse: number[];
}
const { x, fresh, scalers } = readFixture<{ x: number[]; fresh: number[]; scalers: Golden[] }>(
  import.meta.url,
  '../../fixtures/preprocessing.json',
);
const array = (values: number[]) => ({
  shape: [values.length / 4, 4],
  dtype: 'float64' as const,
  data: Float64Array.from(values),
});

function near(actual: Iterable<number>, expected: number[]): void {
  const values = [...actual];
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(
      1e-5 * Math.max(1, Math.abs(expected[i]!)),
    );
  });
}

function make({ name, options }: Golden): StandardScaler | MinMaxScaler {
  const ours = Object.fromEntries(Object.entries(options).map(([k, v]) => [toCamelCase(k), v]));
  return name === 'StandardScaler' ? new StandardScaler(ours) : new MinMaxScaler(ours);
}

describe.each(testBackends)('%s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  test.each(scalers)('$name $options equals scikit-learn', async (golden) => {
    const scaler = await make(golden).fit(array(x));
    for (const [name, expected] of Object.entries(golden.attributes)) {
      const ours = toCamelCase(name.replace(/_$/, '')) as 'scale';
      near(scaler[ours], expected);
    }
    const [transformed, inverse] = [
      scaler.transform(array(fresh)),
      scaler.inverseTransform(array(fresh)),
    ];
    near(await transformed.data(), golden.transformed);
    near(await inverse.data(), golden.inverse);
    tf.dispose([transformed, inverse]);
  });

  test('takes rows and tensors alike', async () => {
    const rows = [
      [1, 2],
      [3, 6],
    ];
    const tensor = tf.tensor2d(rows);
    const scaler = new StandardScaler();
    const results = [await scaler.fitTransform(rows), await scaler.fitTransform(tensor)];
    for (const result of results) near(await result.data(), [-1, -1, 1, 1]);
    expect(scaler.nSamplesSeen).toBe(2);
    tf.dispose([tensor, ...results]);
  });
});

describe('refuses', () => {
  test('use before fit', () => {
    expect(() => new StandardScaler().transform([[1]])).toThrow(StateError);
    expect(() => new MinMaxScaler().scale).toThrow(StateError);
  });

  test('NaN, naming its place', async () => {
    await expect(new StandardScaler().fit([[1, NaN]])).rejects.toThrow(
      /sample 0, feature 1 is NaN/,
    );
    await expect(new MinMaxScaler().fit([])).rejects.toThrow(ValueError);
  });

  test('another number of features', async () => {
    const scaler = await new StandardScaler().fit([[1, 2]]);
    expect(() => scaler.transform([[1]])).toThrow(/fitted to 2 features; received 1/);
    await expect(scaler.fit([[1, 2], [1]])).rejects.toThrow(ShapeError);
    const three = { shape: [1, 1, 1], dtype: 'uint8' as const, data: Uint8Array.of(1) };
    await expect(scaler.fit(three)).rejects.toThrow(/matrix/);
  });

  test('bad options', () => {
    expect(() => new MinMaxScaler({ featureRange: [1, 1] })).toThrow(ValueError);
    const options = { withStdev: true } as StandardScalerOptions;
    expect(() => new StandardScaler(options)).toThrow(UnknownOptionError);
  });
});
