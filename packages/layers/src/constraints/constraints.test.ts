import { beforeAll, describe, expect, test } from '@jest/globals';
import { NotFoundError, UnknownOptionError } from '@ibexjs/core';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as constraints from './index.js';

interface Case {
  name: string;
  config: Record<string, unknown>;
  values: number[];
}

const fixture = readFixture<{ constraints: Case[] }>(
  import.meta.url,
  '../../fixtures/functions.json',
);

describe.each(testBackends)('constraints on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(fixture.constraints)('$name $config equals Keras', (golden) => {
    const constraint = constraints.getConstraint({
      class_name: golden.name,
      config: golden.config,
    })!;
    const w = tf.tensor(formulaValues(12, 3), [4, 3]);
    const before = tf.memory().numTensors;
    const kept = constraint.apply(w);
    expect(tf.memory().numTensors).toBe(before + 1);
    const values = kept.dataSync();
    golden.values.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
    expect(constraint.getConfig()).toEqual(golden.config);
  });
});

describe('constraints by name', () => {
  test('names and factories', () => {
    expect(constraints.getConstraint('nonNeg')).toBeInstanceOf(constraints.NonNeg);
    expect(constraints.getConstraint('max_norm')).toBeInstanceOf(constraints.MaxNorm);
    expect(constraints.maxNorm(3).maxValue).toBe(3);
    expect(constraints.serializeConstraint(constraints.unitNorm())).toEqual({
      module: 'keras.constraints',
      class_name: 'UnitNorm',
      config: { axis: 0 },
      registered_name: null,
    });
  });

  test('bad input', () => {
    expect(() => constraints.getConstraint('maxNrm')).toThrow(NotFoundError);
    expect(() => constraints.maxNorm({ max: 1 } as never)).toThrow(UnknownOptionError);
  });
});
