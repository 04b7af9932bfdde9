import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { philox, randomUniform, setRandomSeed, truncatedNormal } from './index.js';
test('gradients are registered', () => {
  const g = tf.grad((x: tf.Tensor) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2]));
  expect([...g.dataSync()]).toEqual([2, 4]);
});
test('philox known answers', () => {
  const o = new Uint32Array(4);
  philox(o, 0, 0);
  expect([...o].map((x) => x.toString(16))).toEqual([
    '6627e8d5',
    'e169c58d',
    'bc57ac4c',
    '9b00dbd8',
  ]);
});
test('seeded', () => {
  setRandomSeed(0);
  const a = randomUniform([5]).dataSync();
  setRandomSeed(0);
  expect(randomUniform([5]).dataSync()).toEqual(a);
  console.log(truncatedNormal([5]).dataSync());
});
