import { beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as regularizers from './index.js';

interface Case {
  name: string;
  config: Record<string, unknown>;
  values: number[];
  gradient: number[];
}

const fixture = readFixture<{ regularizers: Case[] }>(
  import.meta.url,
  '../../fixtures/functions.json',
);

describe.each(testBackends)('regularizers on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(fixture.regularizers)('$name $config equals Keras', (golden) => {
    const regularizer = regularizers.getRegularizer({
      class_name: golden.name,
      config: golden.config,
    })!;
    const x = tf.tensor(formulaValues(12, 3), [4, 3]);
    const before = tf.memory().numTensors;
    const penalty = regularizer.apply(x);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(penalty.dataSync()[0]).toBeCloseTo(golden.values[0]!, 5);
    // the fixture's loss is the penalty times formula(1, seed 2)
    const factor = formulaValues(1, 2)[0]!;
    const gradient = tf
      .grad((t: tf.Tensor) => tf.mul(regularizer.apply(t), factor))(x)
      .dataSync();
    golden.gradient.forEach((value, i) => expect(gradient[i]).toBeCloseTo(value, 4));
    const keys = Object.keys(golden.config);
    expect(Object.keys(regularizer.getConfig())).toEqual(keys);
    for (const key of keys) {
      const value = regularizer.getConfig()[key];
      if (typeof value === 'number') expect(value).toBeCloseTo(golden.config[key] as number, 6);
      else expect(value).toBe(golden.config[key]);
    }
  });
});

describe('regularizers by name', () => {
  test('names, factories and numbers', () => {
    expect(regularizers.getRegularizer('l2')!.getConfig()).toEqual({ l2: 0.01 });
    expect(regularizers.getRegularizer('l1_l2')).toBeInstanceOf(regularizers.L1L2);
    expect(regularizers.l1(0.5).l1).toBe(0.5);
    expect(regularizers.l2({ l2: 0.5 }).l2).toBe(0.5);
    expect(regularizers.getRegularizer(null)).toBeNull();
  });

  test("the serialized form is Keras'", () => {
    expect(regularizers.serializeRegularizer(regularizers.l2(0.1))).toEqual({
      module: 'keras.regularizers',
      class_name: 'L2',
      config: { l2: 0.1 },
      registered_name: null,
    });
  });

  test('bad input', () => {
    expect(() => regularizers.getRegularizer('l3')).toThrow(NotFoundError);
    expect(() => regularizers.getRegularizer(3 as never)).toThrow(ValueError);
    expect(() => regularizers.l1(-1)).toThrow(ValueError);
    expect(() => regularizers.l2({ l1: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => regularizers.orthogonalRegularizer().apply(tf.zeros([3]))).toThrow(ShapeError);
  });
});
