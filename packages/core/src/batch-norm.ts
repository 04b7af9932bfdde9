import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernelMany } from './kernels.js';

/**
 * Kernel that backends may offer: inputs x [rows, columns], gamma and beta [columns]; attribute
 * epsilon; outputs y, and per column mean and biased variance.
 */
export const BATCH_NORM = 'IbexBatchNorm';
/**
 * Its gradient: inputs dy, x, gamma, mean, variance; attribute epsilon; outputs the gradients of x,
 * gamma and beta.
 */
export const BATCH_NORM_GRAD = 'IbexBatchNormGrad';

tf.registerGradient({
  kernelName: BATCH_NORM,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dys, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const inputs = { dy: (dys as tf.Tensor[])[0]!, x, gamma, mean, variance };
    const [dx, dGamma, dBeta] = runKernelMany(BATCH_NORM_GRAD, inputs, attrs);
    return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
  },
});

/** What a batch normalization in training gives; mean and variance have no gradient. */
export interface BatchNormResult {
  y: tf.Tensor;
  mean: tf.Tensor;
  variance: tf.Tensor;
}

/**
 * `gamma (x - mean) / √(variance + epsilon) + beta` with mean and variance of each number of the last
 * axis over all others, in one kernel; undefined where the backend has none, and of nothing.
 *
 * @param gamma and beta: [size of the last axis]
 */
export function fusedBatchNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): BatchNormResult | undefined {
  if (!hasKernel(BATCH_NORM) || x.size === 0) return undefined;
  const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
  const [y, mean, variance] = runKernelMany(BATCH_NORM, { x: rows, gamma, beta }, { epsilon });
  return { y: tf.reshape(y!, x.shape), mean: mean!, variance: variance! };
}
