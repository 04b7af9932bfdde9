import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface ReluOptions {
  /** Slope below the threshold. Default: 0. */
  negativeSlope?: number;
  /** Largest value returned; null for none. Default: null. */
  maxValue?: number | null;
  /** Values up to here are damped or made 0. Default: 0. */
  threshold?: number;
}

const RELU_OPTIONS = ['negativeSlope', 'maxValue', 'threshold'] as const;

/**
 * Rectified linear unit: `max(x, 0)`. With options: `maxValue` above it, `x` between `threshold`
 * and `maxValue`, `negativeSlope * (x - threshold)` below.
 *
 * @see https://keras.io/api/layers/activations/#relu-function
 */
export function relu(x: tf.Tensor, options: ReluOptions = {}): tf.Tensor {
  checkOptions('relu', options, RELU_OPTIONS);
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options;
  if (threshold === 0 && maxValue === null) {
    return negativeSlope === 0 ? tf.relu(x) : tf.leakyRelu(x, negativeSlope);
  }
  if (threshold === 0 && maxValue === 6 && negativeSlope === 0) return tf.relu6(x);
  return tf.tidy(() => {
    let y = threshold === 0 ? tf.relu(x) : tf.where(tf.greater(x, threshold), x, tf.zerosLike(x));
    if (maxValue !== null) y = tf.clipByValue(y, 0, maxValue);
    if (negativeSlope === 0) return y;
    const below = tf.relu(tf.sub(threshold, x));
    return tf.sub(y, tf.mul(below, negativeSlope));
  });
}

/** `min(max(x, 0), 6)`. */
export function relu6(x: tf.Tensor): tf.Tensor {
  return tf.relu6(x);
}

export interface LeakyReluOptions {
  /** Slope below 0. Default: 0.2. */
  negativeSlope?: number;
}

/** `x` above 0, `negativeSlope * x` below. */
export function leakyRelu(x: tf.Tensor, options: LeakyReluOptions = {}): tf.Tensor {
  checkOptions('leakyRelu', options, ['negativeSlope']);
  return tf.leakyRelu(x, options.negativeSlope ?? 0.2);
}
