import { BATCH_NORM, BATCH_NORM_GRAD, NORMALIZE } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { defineKernel } from '../kernel.js';

/** Numbers of one tile: they stay in cache from the means to the squares. */
const BLOCK = 16384;
const rowsPerTile = (columns: number) => Math.max(1, Math.floor(BLOCK / Math.max(1, columns)));

interface Inputs {
  x: tf.TensorInfo;
  gamma: tf.TensorInfo;
  beta: tf.TensorInfo;
}

/** Normalizes columns; gives y, means and variances. The contract is in core. */
export const batchNorm = defineKernel<Inputs, { epsilon: number }>(
  BATCH_NORM,
  ({ inputs: { x, gamma, beta }, attrs: { epsilon }, engine }) => {
    const [rows, columns] = x.shape as [number, number];
    const [y, mean, variance] = [x.shape, [columns], [columns]].map((s) => engine.output(s));
    const block = rowsPerTile(columns);
    const tiles = Math.ceil(rows / block);
    const [means, squares] = engine.heap.kernelBlocks(4 * tiles * columns, 4 * tiles * columns);
    const sizes = [rows, columns, block];
    engine.run('columnMoments', tiles, [engine.address(x), means, squares, ...sizes]);
    const moments = [mean!, variance!].map((t) => engine.address(t));
    engine.run('joinMoments', 1, [means, squares, ...moments, ...sizes, tiles]);
    apply(engine, { x, gamma, beta, mean: mean!, variance: variance! }, y!, epsilon);
    return [y!, mean!, variance!];
  },
);

interface Weights extends Inputs {
  mean: tf.TensorInfo;
  variance: tf.TensorInfo;
}

/** y from given means and variances. */
function apply(
  engine: Engine,
  { x, gamma, beta, mean, variance }: Weights,
  y: tf.TensorInfo,
  epsilon: number,
): void {
  const [rows, columns] = x.shape as [number, number];
  const block = rowsPerTile(columns);
  const addresses = [x, gamma, beta, mean, variance, y].map((t) => engine.address(t));
  engine.run('batchNorm', Math.ceil(rows / block), [...addresses, rows, columns, block], {
    floats: [epsilon],
    scratch: 4 * columns + 16,
  });
}

/** The same in inference. */
export const normalize = defineKernel<Weights, { epsilon: number }>(
  NORMALIZE,
  ({ inputs, attrs: { epsilon }, engine }) => {
    const y = engine.output(inputs.x.shape);
    apply(engine, inputs, y, epsilon);
    return y;
  },
);

interface GradInputs {
  dy: tf.TensorInfo;
  x: tf.TensorInfo;
  gamma: tf.TensorInfo;
  mean: tf.TensorInfo;
  variance: tf.TensorInfo;
}

/** Gradients of x, gamma and beta. Tiles sum for themselves, then in a fixed order. */
export const batchNormGrad = defineKernel<GradInputs, { epsilon: number }>(
  BATCH_NORM_GRAD,
  ({ inputs: { dy, x, gamma, mean, variance }, attrs: { epsilon }, engine }) => {
    const [rows, columns] = x.shape as [number, number];
    const [dx, dGamma, dBeta] = [x.shape, [columns], [columns]].map((s) => engine.output(s));
    const block = rowsPerTile(columns);
    const tiles = Math.ceil(rows / block);
    const parts = engine.heap.kernelBlocks(4 * tiles * columns, 4 * tiles * columns);
    const sizes = [rows, columns, block];
    const sources = [dy, x, mean].map((t) => engine.address(t));
    engine.run('batchNormGradSums', tiles, [...sources, ...parts, ...sizes]);
    [dBeta!, dGamma!].forEach((sum, i) =>
      engine.run('sumParts', 1, [parts[i]!, engine.address(sum), tiles, columns, columns]),
    );
    const tensors = [dy, x, gamma, mean, variance, dx!, dBeta!, dGamma!];
    const ints = [...tensors.map((t) => engine.address(t)), ...sizes];
    engine.run('batchNormGrad', tiles, ints, { floats: [epsilon], scratch: 12 * columns + 16 });
    engine.run('batchNormGradEnd', 1, ints, { floats: [epsilon] });
    return [dx!, dGamma!, dBeta!];
  },
);
