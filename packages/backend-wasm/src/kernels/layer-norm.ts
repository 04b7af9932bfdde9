import { LAYER_NORM, LAYER_NORM_GRAD } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';

/** Numbers of one tile. */
const BLOCK = 16384;
const rowsPerTile = (columns: number) => Math.max(1, Math.floor(BLOCK / Math.max(1, columns)));

interface Inputs {
  x: tf.TensorInfo;
  gamma: tf.TensorInfo;
  beta: tf.TensorInfo;
}

/** Normalizes rows; gives y, and for the gradient means and factors. The contract is in core. */
export const layerNorm = defineKernel<Inputs, { epsilon: number }>(
  LAYER_NORM,
  ({ inputs: { x, gamma, beta }, attrs: { epsilon }, engine }) => {
    const [rows, columns] = x.shape as [number, number];
    const outputs = [engine.output(x.shape), engine.output([rows]), engine.output([rows])];
    const block = rowsPerTile(columns);
    engine.run(
      'layerNorm',
      Math.ceil(rows / block),
      [...[x, gamma, beta, ...outputs].map((t) => engine.address(t)), rows, columns, block],
      { floats: [epsilon] },
    );
    return outputs;
  },
);

interface GradInputs {
  dy: tf.TensorInfo;
  x: tf.TensorInfo;
  gamma: tf.TensorInfo;
  mean: tf.TensorInfo;
  factor: tf.TensorInfo;
}

/** Gradients of x, gamma and beta. Tiles sum for themselves, then in a fixed order. */
export const layerNormGrad = defineKernel<GradInputs>(
  LAYER_NORM_GRAD,
  ({ inputs: { dy, x, gamma, mean, factor }, engine }) => {
    const [rows, columns] = x.shape as [number, number];
    const dx = engine.output(x.shape);
    const sums = [engine.output([columns]), engine.output([columns])];
    const block = rowsPerTile(columns);
    const tiles = Math.max(1, Math.ceil(rows / block));
    const parts = engine.heap.kernelBlocks(4 * tiles * columns, 4 * tiles * columns);
    engine.run('layerNormGrad', tiles, [
      ...[dy, x, gamma, mean, factor, dx].map((t) => engine.address(t)),
      ...[...parts, rows, columns, block],
    ]);
    sums.forEach((sum, i) =>
      engine.run('sumParts', 1, [parts[i]!, engine.address(sum), tiles, columns, columns]),
    );
    return [dx, ...sums];
  },
);
