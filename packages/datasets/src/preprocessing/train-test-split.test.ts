import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { setRandomSeed, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { trainTestSplit, type TrainTestSplitOptions } from './train-test-split.js';

interface Golden {
  options: { test_size?: number; train_size?: number; shuffle?: boolean; stratify?: boolean };
  seed: number;
  train: number[];
  test: number[];
}
const { labels, splits } = readFixture<{ labels: number[]; splits: Golden[] }>(
  import.meta.url,
  '../../fixtures/preprocessing.json',
);
const samples = labels.map((_, i) => i);

test.each(splits)(
  'splits as scikit-learn: $options, seed $seed',
  ({ options, seed, train, test }) => {
    const [ours, oursTest] = trainTestSplit(samples, {
      testSize: options.test_size,
      trainSize: options.train_size,
      shuffle: options.shuffle,
      stratify: options.stratify ? labels : undefined,
      seed,
    } as TrainTestSplitOptions);
    expect([ours, oursTest]).toEqual([train, test]);
  },
);

describe('what is split', () => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend('cpu');
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  test('arrays, typed arrays, arrays of files and tensors stay what they are, row by row', async () => {
    const words = ['a', 'b', 'c', 'd'];
    const array = {
      shape: [4, 2],
      dtype: 'uint8' as const,
      data: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7),
    };
    const tensor = tf.tensor2d([[0], [10], [20], [30]]);
    const [w, w2, a, a2, t, t2] = trainTestSplit(words, array, tensor, {
      testSize: 0.5,
      shuffle: false,
    });
    expect([w, w2]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(a2).toEqual({ shape: [2, 2], dtype: 'uint8', data: Uint8Array.of(4, 5, 6, 7) });
    expect(a.data).toEqual(Uint8Array.of(0, 1, 2, 3));
    expect(await t2.array()).toEqual([[20], [30]]);
    tf.dispose([tensor, t, t2]);
    const [f] = trainTestSplit(Float32Array.of(1, 2, 3, 4), { shuffle: false });
    expect(f).toEqual(Float32Array.of(1, 2, 3));
  });

  test('without a seed, the process-wide one', () => {
    setRandomSeed(5);
    const first = trainTestSplit(samples);
    setRandomSeed(5);
    expect(trainTestSplit(samples)).toEqual(first);
    expect(trainTestSplit(samples)).not.toEqual(first);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['different lengths', () => trainTestSplit([1, 2, 3], [1, 2]), /different lengths: 3, 2/],
  ['an empty part', () => trainTestSplit([1]), /cannot be split/],
  ['too large a part', () => trainTestSplit([1, 2], { testSize: 3 }), /below the 2 samples/],
  ['parts beyond all', () => trainTestSplit(samples, { testSize: 20, trainSize: 20 }), /20/],
  ['labels too few', () => trainTestSplit(samples, { stratify: [1, 2] }), /2 labels/],
  [
    'a lone class',
    () => trainTestSplit([1, 2, 3], { stratify: [0, 0, 1] }),
    /class 1 has only one/,
  ],
  [
    'order and classes',
    () => trainTestSplit([1, 2], { stratify: [0, 0], shuffle: false }),
    /exclude/,
  ],
])('refuses %s', (_, split, message) => {
  expect(split).toThrow(ValueError);
  expect(split).toThrow(message);
});

test('unknown options', () => {
  const options = { randomState: 3 } as TrainTestSplitOptions;
  expect(() => trainTestSplit(samples, options)).toThrow(UnknownOptionError);
});
