import { expect, test } from '@jest/globals';
import { useTestBackend } from '@ibexjs/testing';

import '../gradients.js';

import * as tf from '@tensorflow/tfjs-core';

test("tensors are of tfjs-core's own class, though the gradients bring a copy along", async () => {
  await useTestBackend('cpu');
  const x = tf.tensor1d([1, 2]);
  expect(Object.getPrototypeOf(x)).toBe(tf.Tensor.prototype);
  expect(x.toString()).toContain('[1, 2]');
  x.dispose();
});
