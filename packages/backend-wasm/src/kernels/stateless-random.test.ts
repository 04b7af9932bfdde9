import { beforeAll, expect, test } from '@jest/globals';
import { statelessRandom, statelessValues } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => useTestBackend('wasm'));

const states = [
  [0, 0, 0, 0],
  [1, 2, 3, 4],
  [-1, -2, 2 ** 31 - 1, -(2 ** 31)],
];

test.each(states)('uniform numbers of state %j %j %j %j are those of core', async (...state) => {
  const values = await statelessRandom([3, 1667], tf.tensor1d(state, 'int32')).data();
  expect(values).toEqual(statelessValues(5001, state, 'uniform'));
});

test.each(states)('normal numbers of state %j %j %j %j are those of core', async (...state) => {
  for (const distribution of ['normal', 'truncatedNormal'] as const) {
    const values = await statelessRandom([4999], tf.tensor1d(state, 'int32'), distribution).data();
    const expected = statelessValues(4999, state, distribution);
    const errors = values.map((v, i) => Math.abs(v - expected[i]!));
    // sine and logarithm are rounded once more than in JavaScript
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  }
});
