import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { add } from './add.js';
import { Concatenate, concatenate } from './concatenate.js';
import { dot } from './dot.js';
import { subtract } from './subtract.js';

testLayer({
  layer: Concatenate,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Concatenate.json'),
});

describe('merges', () => {
  beforeAll(() => useTestBackend('cpu'));
  const bool = (values: number[][]) => tf.tensor(values, undefined, 'bool');

  test('masks of concatenated inputs follow them', () => {
    const layer = concatenate({ axis: 1 });
    const inputs = [tf.zeros([1, 2, 3]), tf.zeros([1, 1, 3])];
    const mask = layer.computeMask(inputs, [bool([[1, 0]]), null]) as tf.Tensor;
    expect([...mask.dataSync()]).toEqual([1, 0, 1]);
    expect(layer.computeMask(inputs, [null, null])).toBeNull();
  });

  test('a step counts in a sum when it counts in one of its inputs', () => {
    const layer = add();
    const inputs = [tf.zeros([1, 2, 3]), tf.zeros([1, 2, 3])];
    const mask = layer.computeMask(inputs, [bool([[1, 0]]), bool([[0, 0]])]) as tf.Tensor;
    expect([...mask.dataSync()]).toEqual([1, 0]);
    expect(layer.computeMask(inputs, [bool([[1, 0]]), null])).toBeNull();
  });

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['unknown option', () => add({ axis: 1 } as never), UnknownOptionError],
    ['one input', () => add().apply(tf.zeros([2, 3])), ValueError],
    [
      'shapes that do not broadcast',
      () => add().apply([tf.zeros([2, 3]), tf.zeros([2, 4])]),
      ShapeError,
    ],
    ['other sizes', () => concatenate().apply([tf.zeros([2, 3]), tf.zeros([3, 3])]), ShapeError],
    ['no such axis', () => concatenate({ axis: 2 }).apply([tf.zeros([2, 3])]), ShapeError],
    ['three inputs', () => subtract().apply([1, 2, 3].map(() => tf.zeros([2, 3]))), ValueError],
    [
      'other sizes of a dot product',
      () => dot({ axes: 1 }).apply([tf.zeros([2, 3]), tf.zeros([2, 4])]),
      ShapeError,
    ],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });
});
