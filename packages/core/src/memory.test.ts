import { beforeEach, expect, test } from '@jest/globals';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { numTensors, tidyAsync } from './memory.js';

beforeEach(() => useTestBackend('cpu'));

test('tidyAsync keeps what is returned or kept, and nothing else', async () => {
  const before = numTensors();
  let kept: tf.Tensor | undefined;
  const { sum } = await tidyAsync(async () => {
    const x = tf.tensor1d([1, 2]);
    await x.data();
    kept = tf.keep(tf.square(x));
    return { sum: tf.sum(x) };
  });
  expect(numTensors()).toBe(before + 2);
  expect(await sum.data()).toEqual(Float32Array.of(3));
  expect(await kept!.data()).toEqual(Float32Array.of(1, 4));
  tf.dispose([sum, kept!]);
});

test('tidyAsync frees everything when the work fails', async () => {
  const before = numTensors();
  const failing = tidyAsync(async () => {
    tf.tensor1d([1]);
    return Promise.reject<tf.Tensor>(new Error('no'));
  });
  await expect(failing).rejects.toThrow('no');
  expect(numTensors()).toBe(before);
});
