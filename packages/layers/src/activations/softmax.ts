import { checkOptions, rememberLogits } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface SoftmaxOptions {
  /** Axis along which values sum to 1. Default: -1. */
  axis?: number;
}

/** Runs `f`, which works along the last axis, along any other. */
function along(x: tf.Tensor, axis: number, f: (x: tf.Tensor) => tf.Tensor): tf.Tensor {
  const last = x.rank - 1;
  const at = axis < 0 ? x.rank + axis : axis;
  if (at === last) return f(x);
  const order = Array.from({ length: x.rank }, (_, i) => i);
  [order[at], order[last]] = [last, at];
  return tf.tidy(() => tf.transpose(f(tf.transpose(x, order)), order));
}

/** `exp(x) / sum(exp(x))` along an axis: a probability for each entry. */
export function softmax(x: tf.Tensor, options: SoftmaxOptions = {}): tf.Tensor {
  checkOptions('softmax', options, ['axis']);
  const axis = options.axis ?? -1;
  const y = along(x, axis, (z) => tf.softmax(z));
  if (axis === -1 || axis === x.rank - 1) rememberLogits(y, x, 'softmax');
  return y;
}

/** `log(softmax(x))` along an axis, without loss of digits. */
export function logSoftmax(x: tf.Tensor, options: SoftmaxOptions = {}): tf.Tensor {
  checkOptions('logSoftmax', options, ['axis']);
  return along(x, options.axis ?? -1, (y) => tf.logSoftmax(y));
}

/**
 * The point of the probability simplex nearest to x: like softmax, with exact zeros.
 * `max(x - τ, 0)` with τ such that the result sums to 1. (Keras 3.15 takes another τ where several
 * entries are above 0, and its result sums to more; here the definition holds.)
 *
 * @see Martins and Astudillo, "From softmax to sparsemax" (2016)
 */
export function sparsemax(x: tf.Tensor, options: SoftmaxOptions = {}): tf.Tensor {
  checkOptions('sparsemax', options, ['axis']);
  return along(x, options.axis ?? -1, sparsemaxOfLastAxis);
}

/** topk has no gradient, so that of the whole is given: dy less its mean over the support. */
const sparsemaxOfLastAxis: (x: tf.Tensor) => tf.Tensor = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const size = x.shape[x.rank - 1]!;
  const sorted = tf.topk(x, size).values;
  const above = tf.sub(tf.cumsum(sorted, x.rank - 1), 1);
  const support = tf.cast(tf.greater(tf.mul(sorted, tf.range(1, size + 1)), above), 'float32');
  const count = tf.sum(support, -1, true);
  const threshold = tf.div(tf.sub(tf.sum(tf.mul(sorted, support), -1, true), 1), count);
  const value = tf.relu(tf.sub(x, threshold));
  (save as tf.GradSaveFunc)([value]);
  return {
    value,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const inside = tf.cast(tf.greater(saved[0]!, 0), 'float32');
      const kept = tf.mul(dy, inside);
      const mean = tf.div(tf.sum(kept, -1, true), tf.sum(inside, -1, true));
      return tf.sub(kept, tf.mul(mean, inside));
    },
  };
});
