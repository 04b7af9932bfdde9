import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernel, runKernelMany } from './kernels.js';

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
/**
 * Kernel for inference: inputs x [rows, columns], gamma, beta, mean and variance [columns]; attribute
 * epsilon; output y.
 */
export const NORMALIZE = 'IbexNormalize';

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

tf.registerGradient({
  kernelName: NORMALIZE,
  inputsToSave: ['x', 'gamma', 'mean', 'variance'],
  // mean and variance are what training left: they have no gradient
  gradFunc: (grad, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const dy = grad as tf.Tensor;
    const factor = tf.rsqrt(tf.add(variance, (attrs as unknown as { epsilon: number }).epsilon));
    return {
      x: () => tf.mul(dy, tf.mul(gamma, factor)),
      gamma: () => tf.mul(tf.sum(tf.mul(dy, tf.sub(x, mean)), 0), factor),
      beta: () => tf.sum(dy, 0),
    };
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

/** What inference needs of a batch normalization, each [size of the last axis]. */
export interface BatchNormWeights {
  gamma: tf.Tensor;
  beta: tf.Tensor;
  mean: tf.Tensor;
  variance: tf.Tensor;
}

/**
 * `gamma (x - mean) / √(variance + epsilon) + beta` along the last axis with given means and variances,
 * in one kernel; undefined where the backend has none, and of nothing.
 */
export function fusedNormalize(
  x: tf.Tensor,
  weights: BatchNormWeights,
  epsilon: number,
): tf.Tensor | undefined {
  if (!hasKernel(NORMALIZE) || x.size === 0) return undefined;
  const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
  return tf.reshape(runKernel(NORMALIZE, { x: rows, ...weights }, { epsilon }), x.shape);
}
