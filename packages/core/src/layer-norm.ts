import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernelMany } from './kernels.js';

/**
 * Kernel that backends may offer: inputs x [rows, columns], gamma and beta [columns]; attribute
 * epsilon; outputs y, and per row mean and 1 / √(variance + epsilon).
 */
export const LAYER_NORM = 'IbexLayerNorm';
/** Its gradient: inputs dy, x, gamma, mean, factor; outputs the gradients of x, gamma and beta. */
export const LAYER_NORM_GRAD = 'IbexLayerNormGrad';

tf.registerGradient({
  kernelName: LAYER_NORM,
  inputsToSave: ['x', 'gamma'],
  outputsToSave: [false, true, true],
  gradFunc: (dys, saved) => {
    const [x, gamma, mean, factor] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const dy = (dys as tf.Tensor[])[0]!;
    const [dx, dGamma, dBeta] = runKernelMany(LAYER_NORM_GRAD, { dy, x, gamma, mean, factor });
    return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
  },
});

/**
 * `gamma (x - mean) / √(variance + epsilon) + beta` over the last axis, in one kernel; undefined
 * where the backend has none.
 *
 * @param gamma and beta: [size of the last axis]
 */
export function fusedLayerNorm(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
): tf.Tensor | undefined {
  if (!hasKernel(LAYER_NORM)) return undefined;
  return tf.tidy(() => {
    const rows = tf.reshape(x, [-1, x.shape.at(-1)!]);
    const [y] = runKernelMany(LAYER_NORM, { x: rows, gamma, beta }, { epsilon });
    return tf.reshape(y!, x.shape);
  });
}
