import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ValueError } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { toCategorical } from './to-categorical.js';

describe.each(testBackends)('%s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  const rows = [
    [1, 0, 0],
    [0, 0, 1],
  ];
  const column = { shape: [2, 1], dtype: 'uint8' as const, data: Uint8Array.of(0, 2) };

  test('numbers, arrays and tensors; a last axis of 1 is dropped', async () => {
    const labels = tf.tensor2d([[0], [2]], [2, 1], 'int32');
    const results = [toCategorical([0, 2]), toCategorical(column), toCategorical(labels, 3)];
    for (const result of results) {
      expect(result.dtype).toBe('float32');
      expect(await result.array()).toEqual(rows);
    }
    tf.dispose([labels, ...results]);
  });

  test('more classes than occur, and more axes', async () => {
    const wide = toCategorical([1], 4);
    expect(await wide.array()).toEqual([[0, 1, 0, 0]]);
    const deep = toCategorical({ ...column, shape: [1, 2] });
    expect(await deep.array()).toEqual([rows]);
    tf.dispose([wide, deep]);
  });
});

test.each([
  [() => toCategorical([0, -1]), /received -1/],
  [() => toCategorical([0.5]), /received 0.5/],
  [() => toCategorical([3], 3), /from 0 to 2; received 3/],
  [() => toCategorical([1], 0), /positive whole number/],
])('refuses %#', (convert, message) => {
  expect(convert).toThrow(ValueError);
  expect(convert).toThrow(message);
});

test('a tensor needs the number of classes', () => {
  const labels = tf.tensor1d([0], 'int32');
  expect(() => toCategorical(labels)).toThrow(/needs "numClasses"/);
  labels.dispose();
});
