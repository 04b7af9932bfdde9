import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface EluOptions {
  /** The value far below 0 is `-alpha`. Default: 1. */
  alpha?: number;
}

/**
 * Exponential linear unit: `x` above 0, `alpha * (exp(x) - 1)` below.
 *
 * @see Clevert et al., "Fast and accurate deep network learning by exponential linear units" (2016)
 */
export function elu(x: tf.Tensor, options: EluOptions = {}): tf.Tensor {
  checkOptions('elu', options, ['alpha']);
  const { alpha = 1 } = options;
  if (alpha === 1) return tf.elu(x);
  return tf.tidy(() => {
    const y = tf.elu(x);
    return tf.where(tf.greater(x, 0), y, tf.mul(y, alpha));
  });
}

/**
 * Scaled exponential linear unit: `1.0507 * elu(x, alpha = 1.6733)`, which keeps mean 0 and
 * variance 1 from layer to layer when weights start from `lecunNormal`.
 *
 * @see Klambauer et al., "Self-normalizing neural networks" (2017)
 */
export function selu(x: tf.Tensor): tf.Tensor {
  return tf.selu(x);
}

/**
 * Continuously differentiable ELU: `max(x, 0) + alpha * (exp(min(x, 0) / alpha) - 1)`.
 *
 * @see Barron, "Continuously differentiable exponential linear units" (2017)
 */
export function celu(x: tf.Tensor, options: EluOptions = {}): tf.Tensor {
  checkOptions('celu', options, ['alpha']);
  const { alpha = 1 } = options;
  return tf.tidy(() => {
    const below = tf.mul(tf.expm1(tf.div(tf.minimum(x, 0), alpha)), alpha);
    return tf.add(tf.maximum(x, 0), below);
  });
}
