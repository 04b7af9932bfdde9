import { beforeAll, expect, test } from '@jest/globals';
import { statelessDropout, statelessRandom } from '@ibexjs/core';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

beforeAll(() => useTestBackend('wasm'));

// one block, several, and ends that are no multiple of 4 or 16
test.each([1, 7, 16, 30, 4096, 9001])('drops %d entries by the numbers of the generator', (n) => {
  const x = tf.tensor1d(formulaValues(n, 1));
  const state = tf.tensor1d([5, -6, 7, 0], 'int32');
  const numbers = statelessRandom([n], state).dataSync();
  const given = x.dataSync();
  const before = tf.memory().numTensors;
  const y = statelessDropout(x, state, 0.25);
  expect(tf.memory().numTensors).toBe(before + 1);
  const expected = given.map((v, i) => (numbers[i]! >= 0.25 ? v * Math.fround(1 / 0.75) : 0));
  expect(y.dataSync()).toEqual(expected);

  const gradient = tf.grad((t: tf.Tensor) => statelessDropout(t, state, 0.25))(x, tf.onesLike(x));
  const kept = expected.map((_, i) => (numbers[i]! >= 0.25 ? Math.fround(1 / 0.75) : 0));
  expect(gradient.dataSync()).toEqual(kept);
  tf.dispose([x, state, y, gradient]);
});
