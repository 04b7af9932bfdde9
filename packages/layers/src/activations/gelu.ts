import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface GeluOptions {
  /** Use the tanh formula instead of the error function. Default: false. */
  approximate?: boolean;
}

/**
 * Gaussian error linear unit: `x * P(X <= x)` for a standard normal X, that is
 * `x / 2 * (1 + erf(x / √2))`; approximately `x / 2 * (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
 *
 * @see Hendrycks and Gimpel, "Gaussian error linear units" (2016)
 */
export function gelu(x: tf.Tensor, options: GeluOptions = {}): tf.Tensor {
  checkOptions('gelu', options, ['approximate']);
  return tf.tidy(() => {
    let factor: tf.Tensor;
    if (options.approximate) {
      const cubic = tf.mul(x, tf.add(tf.mul(tf.square(x), 0.044715), 1));
      factor = tf.tanh(tf.mul(cubic, Math.sqrt(2 / Math.PI)));
    } else {
      factor = tf.erf(tf.mul(x, Math.SQRT1_2));
    }
    return tf.mul(tf.mul(x, 0.5), tf.add(factor, 1));
  });
}
