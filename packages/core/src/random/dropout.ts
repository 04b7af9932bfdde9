import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernel } from '../kernels.js';
import { statelessRandom } from './stateless.js';

/** Name of the kernel that backends may offer: inputs x and state, attribute rate. */
export const DROPOUT = 'IbexDropout';

/**
 * x with each entry 0 with probability `rate`, below 1, and divided by `1 - rate` otherwise.
 *
 * @param state int32, four words, as of `SeedGenerator.next`
 * @param noiseShape entries that share one of these fall together. Default: that of x
 */
export function statelessDropout(
  x: tf.Tensor,
  state: tf.Tensor1D,
  rate: number,
  noiseShape: number[] = x.shape,
): tf.Tensor {
  const isWhole = tf.util.arraysEqual(noiseShape, x.shape);
  if (isWhole && x.dtype === 'float32' && hasKernel(DROPOUT)) {
    return runKernel(DROPOUT, { x, state }, { rate });
  }
  return tf.tidy(() => {
    const kept = tf.greaterEqual(statelessRandom(noiseShape, state), rate);
    return tf.mul(x, tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate)));
  });
}
