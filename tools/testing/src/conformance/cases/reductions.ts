import * as tf from '@tensorflow/tfjs-core';

import { bools, type Case, floats, ints, of } from '../case.js';

type Axis = number | number[] | undefined;
type Reduction = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;

const REDUCTIONS: Record<string, Reduction> = {
  ...{ sum: tf.sum, mean: tf.mean, max: tf.max, min: tf.min, prod: tf.prod },
  ...{ logSumExp: tf.logSumExp },
};
const AXES: Axis[] = [undefined, 0, 1, -1, [0, 2], [0, 1], [1, 2], [0, 1, 2]];

const reductions: Case[] = Object.entries(REDUCTIONS).flatMap(([name, f]) => [
  ...AXES.flatMap((axis) =>
    [false, true].map((keepDims) =>
      of(`${name} over ${JSON.stringify(axis)}, keepDims ${keepDims}`, () =>
        f(floats([3, 5, 7]), axis, keepDims),
      ),
    ),
  ),
  of(`${name} of long rows`, () => f(floats([2, 70_001]), 1), 1e-4), // the order of additions differs
  of(`${name} of long columns`, () => f(floats([70_001, 3]), 0), 1e-4),
  of(`${name} of many columns`, () => f(floats([37, 533]), 0)),
  of(`${name} of a scalar`, () => f(floats([]))),
  of(`${name} of int32`, () => f(ints([3, 5, 7]), name === 'logSumExp' ? 2 : [0, 2])),
]);

const others: Case[] = [
  of('sum, max and min with NaN', () => {
    const x = tf.tensor2d([1, NaN, 2, 3, 4, 5], [2, 3]);
    return [tf.sum(x, 1), tf.max(x, 1), tf.min(x, 1), tf.max(x, 0), tf.min(x, 0)];
  }),
  of('sum of nothing', () => [tf.sum(floats([0, 3]), 0), tf.sum(floats([2, 0]), 1)]),
  of('sum of bool', () => tf.sum(bools([3, 7]), 0)),
  ...[0, 1, -1].map((axis) =>
    of(`argMax and argMin over ${axis}`, () => [
      tf.argMax(floats([3, 5, 7]), axis),
      tf.argMin(floats([3, 5, 7]), axis),
    ]),
  ),
  ...[undefined, 0, 1, [0, 1]].map((axis) =>
    of(`any and all over ${JSON.stringify(axis)}`, () => [
      tf.any(bools([3, 5]), axis),
      tf.all(bools([3, 5]), axis),
    ]),
  ),
  ...[0, 1, 2].flatMap((axis) =>
    [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ].map(([exclusive, reverse]) =>
      of(`cumsum and cumprod over ${axis}, ${exclusive}, ${reverse}`, () => [
        tf.cumsum(floats([3, 5, 7]), axis, exclusive, reverse),
        tf.cumprod(floats([3, 5, 7]), axis, exclusive, reverse),
      ]),
    ),
  ),
  of('moments', () => {
    const { mean, variance } = tf.moments(floats([5, 7]), 0);
    return [mean, variance];
  }),
  of('norms', () => [tf.norm(floats([5, 7])), tf.norm(floats([5, 7]), 1, 0)]),
  of('bincount', () => tf.bincount(tf.tensor1d([1, 2, 1, 4], 'int32'), tf.tensor1d([]), 5)),
  of('denseBincount', () =>
    tf.denseBincount(tf.tensor2d([1, 2, 1, 4], [2, 2], 'int32'), floats([2, 2]) as tf.Tensor2D, 5),
  ),
  of('topk', () => {
    const { values, indices } = tf.topk(floats([3, 11]), 4);
    return [values, indices];
  }),
  of('unique', () => {
    const { values, indices } = tf.unique(tf.tensor1d([1, 1, 2, 4, 4, 7, 2], 'int32'));
    return [values, indices];
  }),
  of('searchSorted', () => [
    tf.lowerBound(tf.tensor1d([0, 3, 9, 9, 10]), tf.tensor1d([0, 4, 9, 11])),
    tf.upperBound(tf.tensor1d([0, 3, 9, 9, 10]), tf.tensor1d([0, 4, 9, 11])),
  ]),
];

export const reductionCases: Case[] = [...reductions, ...others];
