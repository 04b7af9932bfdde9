import { describe, expect, test } from '@jest/globals';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { Adadelta, Adagrad, Adam, AdamW, RMSprop, SGD } from './index.js';

// The fused updates against the optimizers' composed ops, which golden fixtures hold to Keras.

const makers = {
  SGD: () => new SGD({ learningRate: 0.05 }),
  'SGD with momentum': () => new SGD({ learningRate: 0.05, momentum: 0.9 }),
  'SGD with Nesterov': () => new SGD({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  RMSprop: () => new RMSprop({ learningRate: 0.01 }),
  Adam: () => new Adam({ learningRate: 0.01, beta1: 0.8 }),
  AdamW: () => new AdamW({ learningRate: 0.01 }),
  Adagrad: () => new Adagrad({ learningRate: 0.1 }),
  Adadelta: () => new Adadelta({ learningRate: 1 }),
};

/** The weights after five steps. */
async function train(
  backend: string,
  make: () => SGD | Adam | RMSprop | Adagrad | Adadelta,
  size: number,
) {
  await useTestBackend(backend);
  const variable = tf.variable(tf.tensor1d(formulaValues(size, 1)));
  const optimizer = make();
  optimizer.build([variable]);
  for (let step = 0; step < 5; step++) {
    const gradient = tf.tensor1d(formulaValues(size, 10 + step));
    optimizer.apply([gradient]);
    gradient.dispose();
  }
  const values = await variable.data();
  optimizer.dispose();
  variable.dispose();
  return values as Float32Array;
}

test.each([
  ['SGD', () => new SGD({ momentum: 0.5 })],
  ['RMSprop', () => new RMSprop({ rho: 0.5 })],
  ['Adam', () => new Adam({ beta1: 0.5, beta2: 0.5 })],
  ['Adadelta', () => new Adadelta({ rho: 0.5 })],
])('moments of %s end at 0, not among denormal numbers, which are slow', async (_name, make) => {
  await useTestBackend('wasm');
  const variable = tf.variable(tf.tensor1d([1, 2, 3, 4, 5]));
  const optimizer = make();
  optimizer.build([variable]);
  for (let step = 0; step < 160; step++) {
    const gradient = tf.fill([5], step === 0 ? 1 : 0);
    optimizer.apply([gradient]);
    gradient.dispose();
  }
  const moments = optimizer.variables.filter(({ shape }) => shape.length === 1);
  expect(moments.length).toBeGreaterThan(0);
  for (const moment of moments) expect([...(await moment.read().data())]).toEqual([0, 0, 0, 0, 0]);
  optimizer.dispose();
  variable.dispose();
});

describe.each(Object.entries(makers))('%s', (_name, make) => {
  test.each([1, 7, 20003])('%d weights move as on cpu', async (size) => {
    const expected = await train('cpu', make, size);
    const values = await train('wasm', make, size);
    const errors = values.map((v, i) => Math.abs(v - expected[i]!));
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });
});
