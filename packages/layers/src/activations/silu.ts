import * as tf from '@tensorflow/tfjs-core';

import { hardSigmoid } from './sigmoid.js';

/**
 * `x * sigmoid(x)`, also called swish.
 *
 * @see Ramachandran et al., "Searching for activation functions" (2017)
 */
export function silu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, tf.sigmoid(x)));
}

/** Another name of `silu`. */
export const swish = silu;

/**
 * `x * hardSigmoid(x)`, also called hard swish.
 *
 * @see Howard et al., "Searching for MobileNetV3" (2019)
 */
export function hardSilu(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, hardSigmoid(x)));
}

/** Another name of `hardSilu`. */
export const hardSwish = hardSilu;

/**
 * `x * tanh(softplus(x))`.
 *
 * @see Misra, "Mish: a self regularized non-monotonic activation function" (2019)
 */
export function mish(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.mul(x, tf.tanh(tf.softplus(x))));
}
