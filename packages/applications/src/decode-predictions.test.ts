import { beforeAll, expect, test } from '@jest/globals';
import { ValueError } from '@ibexjs/core';
import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { decodePredictions } from './decode-predictions.js';

beforeAll(() => useTestBackend('cpu'));

testWithMirror('the best classes have names', 'imagenet/imagenet_class_index.json', async () => {
  const scores = tf.buffer([2, 1000]);
  scores.set(0.7, 0, 949);
  scores.set(0.2, 0, 951);
  scores.set(1, 1, 999);
  const predictions = scores.toTensor();
  const before = tf.memory().numTensors;
  const [first, second] = await decodePredictions(predictions, { top: 2 });
  expect(first).toEqual([
    { classId: 'n07745940', className: 'strawberry', score: Math.fround(0.7), index: 949 },
    { classId: 'n07749582', className: 'lemon', score: Math.fround(0.2), index: 951 },
  ]);
  expect(second![0]).toMatchObject({ className: 'toilet_tissue', score: 1 });
  expect((await decodePredictions(predictions))[0]).toHaveLength(5);
  expect(tf.memory().numTensors).toBe(before);
  predictions.dispose();
});

test('what are no predictions of ImageNet are refused', async () => {
  const few = tf.zeros([1, 10]);
  await expect(decodePredictions(few)).rejects.toThrow(ValueError);
  const one = tf.zeros([1000]);
  await expect(decodePredictions(one)).rejects.toThrow(/\[images, 1000\]/);
  const fine = tf.zeros([1, 1000]);
  await expect(decodePredictions(fine, { top: 0 })).rejects.toThrow(ValueError);
  tf.dispose([few, one, fine]);
});
