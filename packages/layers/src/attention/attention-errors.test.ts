import { beforeAll, expect, test } from '@jest/globals';
import { ShapeError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { multiHeadAttention } from './multi-head-attention.js';

beforeAll(() => useTestBackend('cpu'));

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  [
    'unknown option',
    () => multiHeadAttention({ heads: 2, keyDim: 2 } as never),
    UnknownOptionError,
  ],
  ['no heads', () => multiHeadAttention({ numHeads: 0, keyDim: 2 }), ValueError],
  [
    'other axes',
    () => multiHeadAttention({ numHeads: 1, keyDim: 2, attentionAxes: 2 }),
    ValueError,
  ],
  [
    'one input',
    () => multiHeadAttention({ numHeads: 1, keyDim: 2 }).apply(tf.zeros([1, 2, 3])),
    ShapeError,
  ],
  [
    'images',
    () =>
      multiHeadAttention({ numHeads: 1, keyDim: 2 }).apply(
        [1, 2].map(() => tf.zeros([1, 2, 2, 3])),
      ),
    ShapeError,
  ],
])('%s', (_name, run, error) => {
  expect(run).toThrow(error);
});

test('scores sum to 1 and follow the mask', () => {
  const layer = multiHeadAttention({ numHeads: 2, keyDim: 3 });
  const x = tf.ones([1, 3, 4]);
  const [output, scores] = layer.apply<tf.Tensor[]>([x, x], {
    returnAttentionScores: true,
    useCausalMask: true,
  });
  expect(output!.shape).toEqual([1, 3, 4]);
  expect(scores!.shape).toEqual([1, 2, 3, 3]);
  const head = (scores!.arraySync() as number[][][][])[0]![0]!;
  [
    [1, 0, 0],
    [1 / 2, 1 / 2, 0],
    [1 / 3, 1 / 3, 1 / 3],
  ].forEach((row, q) => row.forEach((value, k) => expect(head[q]![k]).toBeCloseTo(value, 5)));
  layer.dispose();
});

test('an explicit mask adds to the causal one', () => {
  const layer = multiHeadAttention({ numHeads: 1, keyDim: 2 });
  const x = tf.ones([1, 2, 2]);
  const [, scores] = layer.apply<tf.Tensor[]>([x, x], {
    returnAttentionScores: true,
    attentionMask: tf.tensor(
      [
        [
          [1, 1],
          [0, 1],
        ],
      ],
      undefined,
      'bool',
    ),
    useCausalMask: true,
  });
  expect([...scores!.dataSync()]).toEqual([1, 0, 0, 1]);
  layer.dispose();
});
