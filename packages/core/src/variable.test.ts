import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { ShapeError, StateError } from './errors.js';
import { deferValues, Variable } from './variable.js';

describe.each(testBackends)('%s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  function make(values: number[], dtype?: 'int32'): Variable {
    const initial = tf.tensor1d(values, dtype);
    const variable = new Variable(initial, { name: 'kernel', path: 'dense/kernel' });
    initial.dispose();
    return variable;
  }

  test('lives beyond the tidy it was made in, until it is disposed', async () => {
    let variable = make([0]);
    variable.dispose();
    tf.tidy(() => {
      variable = make([1, 2]);
    });
    expect([...(await variable.read().data())]).toEqual([1, 2]);
    expect([variable.name, variable.path, variable.shape, variable.dtype]).toEqual([
      'kernel',
      'dense/kernel',
      [2],
      'float32',
    ]);
    variable.dispose();
    variable.dispose();
    expect(variable.isDisposed).toBe(true);
  });

  test('two may have the same path', () => {
    const both = [make([1]), make([2])];
    for (const variable of both) variable.dispose();
  });

  test('assign takes the value, frees the old one, converts the type', async () => {
    const variable = make([1, 2], 'int32');
    const value = tf.tensor1d([3.7, 4]);
    for (let i = 0; i < 3; i++) variable.assign(value);
    expect([variable.dtype, ...(await variable.read().data())]).toEqual(['int32', 3, 4]);
    tf.dispose(value);
    variable.dispose();
  });

  test('assign refuses another shape', () => {
    const variable = make([1, 2]);
    const value = tf.tensor1d([1]);
    expect(() => variable.assign(value)).toThrow(ShapeError);
    expect(() => variable.assign(value)).toThrow(/dense\/kernel has shape \[2\].* \[1\]/);
    value.dispose();
    variable.dispose();
  });

  test('a deferred value takes no memory until it is read or assigned', async () => {
    let made = 0;
    const initial = {
      shape: [2],
      dtype: 'float32' as const,
      make: () => {
        made++;
        return tf.ones([2]);
      },
    };
    const [a, b, c] = deferValues(() => [
      new Variable(initial),
      new Variable(initial),
      new Variable(initial),
    ]);
    expect([a.shape, a.dtype, made, tf.memory().numTensors]).toEqual([[2], 'float32', 0, before]);
    tf.tidy(() => b.assign(tf.tensor1d([3, 4])));
    expect([[...(await a.read().data())], [...(await b.read().data())], made]).toEqual([
      [1, 1],
      [3, 4],
      1,
    ]);
    for (const variable of [a, b, c]) variable.dispose();
    expect(c.isDisposed).toBe(true);
    expect(() => c.read()).toThrow(StateError);

    const eager = new Variable(initial);
    expect(made).toBe(2);
    eager.dispose();
  });
});
