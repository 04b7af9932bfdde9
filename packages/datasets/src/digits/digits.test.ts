import { expect, test } from '@jest/globals';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as digits from './digits.js';

const { digits: golden } = readFixture<{
  digits: { first: number[]; sum: number; columns: number[]; target: number[]; counts: number[] };
}>(import.meta.url, '../../fixtures/preprocessing.json');

test('all samples are those of scikit-learn', () => {
  const { images, target } = digits.loadDigits();
  expect(images.shape).toEqual([1797, 8, 8]);
  expect([...images.data.subarray(0, 64)]).toEqual(golden.first);
  const columns = new Array<number>(64).fill(0);
  images.data.forEach((value, i) => (columns[i % 64]! += value));
  expect(columns).toEqual(golden.columns);
  expect([...target.data.subarray(0, 30)]).toEqual(golden.target);
  const counts = new Array<number>(10).fill(0);
  target.data.forEach((label) => counts[label]!++);
  expect(counts).toEqual(golden.counts);
});

test('loadData splits them by class, the same way each time, and can be taken apart', async () => {
  await useTestBackend('cpu');
  const before = tf.memory().numTensors;
  const [[xTrain, yTrain], [xTest, yTest]] = await digits.loadData();
  expect([xTrain, yTrain, xTest, yTest].map((t) => [t.dtype, t.shape])).toEqual([
    ['int32', [1437, 8, 8]],
    ['int32', [1437]],
    ['int32', [360, 8, 8]],
    ['int32', [360]],
  ]);
  const counts = new Array<number>(10).fill(0);
  for (const label of await yTest.data()) counts[label]!++;
  for (const count of counts) expect([34, 35, 36, 37]).toContain(count);
  tf.dispose([xTrain, yTrain, xTest, yTest]);
  expect(tf.memory().numTensors).toBe(before);
  const again = await digits.loadArrays();
  expect(again.yTest).toEqual((await digits.loadArrays()).yTest);
  expect(again.yTest).not.toEqual((await digits.loadArrays({ seed: 1 })).yTest);
});
