import { expect, test } from '@jest/globals';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { runKernelMany } from '@ibexjs/core';

const far = (a: tf.Tensor, b: tf.Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];

test.each([
  [5, 2],
  [3, 10],
  [130, 59],
])('%d rows of %d classes: losses and gradient', async (rows, classes) => {
  await useTestBackend('wasm');
  tf.tidy(() => {
    const logits = tf.mul(tf.tensor(formulaValues(rows * classes, 1), [rows, classes]), 30);
    const labels = tf.softmax(tf.tensor(formulaValues(rows * classes, 2), [rows, classes]));
    const [losses, gradient] = runKernelMany('IbexSoftmaxCrossEntropy', { labels, logits });
    expect(far(losses!, tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(logits)), 1)))).toBeLessThan(
      2e-5,
    );
    expect(far(gradient!, tf.sub(tf.softmax(logits), labels))).toBeLessThan(1e-6);

    const numbers = tf.tensor1d(
      Array.from({ length: rows }, (_, i) => i % classes),
      'int32',
    );
    const oneHot = tf.cast(tf.oneHot(numbers, classes), 'float32');
    const sparse = runKernelMany('IbexSparseSoftmaxCrossEntropy', { labels: numbers, logits });
    expect(far(sparse[0]!, tf.neg(tf.sum(tf.mul(oneHot, tf.logSoftmax(logits)), 1)))).toBeLessThan(
      2e-5,
    );
    expect(far(sparse[1]!, tf.sub(tf.softmax(logits), oneHot))).toBeLessThan(1e-6);
  });
});

test('a label that is no class gives NaN', async () => {
  await useTestBackend('wasm');
  const logits = tf.zeros([2, 3]);
  const labels = tf.tensor1d([3, -1], 'int32');
  const [losses] = runKernelMany('IbexSparseSoftmaxCrossEntropy', { labels, logits });
  expect(Array.from(await losses!.data())).toEqual([NaN, NaN]);
});
