import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** `log(1 + exp(x))`. */
export function softplus(x: tf.Tensor): tf.Tensor {
  return tf.softplus(x);
}

/** `x / (|x| + 1)`. */
export function softsign(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.div(x, tf.add(tf.abs(x), 1)));
}

export interface SquareplusOptions {
  /** Smoothness: 0 gives relu. Default: 4. */
  b?: number;
}

/**
 * `(x + sqrt(x² + b)) / 2`.
 *
 * @see Barron, "Squareplus: a softplus-like algebraic rectifier" (2021)
 */
export function squareplus(x: tf.Tensor, options: SquareplusOptions = {}): tf.Tensor {
  checkOptions('squareplus', options, ['b']);
  return tf.tidy(() => {
    const root = tf.sqrt(tf.add(tf.square(x), options.b ?? 4));
    return tf.div(tf.add(x, root), 2);
  });
}

/** 0 up to -1, `(x + 1)² / 4` between, `x` from 1 on. */
export function sparsePlus(x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const curve = tf.mul(tf.square(tf.add(x, 1)), 0.25);
    const upper = tf.where(tf.less(x, 1), curve, x);
    return tf.where(tf.lessEqual(x, -1), tf.zerosLike(x), upper);
  });
}
