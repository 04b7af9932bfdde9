import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface ShrinkOptions {
  /** Values nearer to 0 than this become 0. Default: 0.5. */
  threshold?: number;
}

/** `x - threshold` above the threshold, `x + threshold` below its negative, 0 between. */
export function softShrink(x: tf.Tensor, options: ShrinkOptions = {}): tf.Tensor {
  checkOptions('softShrink', options, ['threshold']);
  const { threshold = 0.5 } = options;
  return tf.tidy(() => {
    const lower = tf.where(tf.less(x, -threshold), tf.add(x, threshold), tf.zerosLike(x));
    return tf.where(tf.greater(x, threshold), tf.sub(x, threshold), lower);
  });
}

/** `x` where `|x|` is above the threshold, else 0. */
export function hardShrink(x: tf.Tensor, options: ShrinkOptions = {}): tf.Tensor {
  checkOptions('hardShrink', options, ['threshold']);
  const { threshold = 0.5 } = options;
  return tf.tidy(() => tf.where(tf.greater(tf.abs(x), threshold), x, tf.zerosLike(x)));
}

export interface ThresholdOptions {
  /** Values above this stay. */
  threshold: number;
  /** What the others become. */
  defaultValue: number;
}

/** `x` above the threshold, else `defaultValue`. */
export function threshold(x: tf.Tensor, options: ThresholdOptions): tf.Tensor {
  checkOptions('threshold', options, ['threshold', 'defaultValue']);
  return tf.tidy(() => {
    const other = tf.fill(x.shape, options.defaultValue);
    return tf.where(tf.greater(x, options.threshold), x, other);
  });
}
