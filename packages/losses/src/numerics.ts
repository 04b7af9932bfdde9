import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** A whole-number axis counted from the front: -1 of rank 3 is 2. */
export function positiveAxis(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** x / max(‖x‖, epsilon) along an axis, computed as Keras' `ops.normalize` does. */
export function l2Normalize(x: tf.Tensor, axis: number): tf.Tensor {
  return tf.tidy(() => {
    const inverse = tf.rsqrt(tf.sum(tf.square(x), axis, true));
    return tf.mul(x, tf.minimum(inverse, 1 / epsilon()));
  });
}

/**
 * y (1 - smoothing) + smoothing / classes: labels of a crossentropy, moved towards the uniform
 * distribution.
 */
export function smoothLabels(yTrue: tf.Tensor, smoothing: number, classes: number): tf.Tensor {
  if (smoothing === 0) return yTrue;
  return tf.add(tf.mul(yTrue, 1 - smoothing), smoothing / classes);
}
