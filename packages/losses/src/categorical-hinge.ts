import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * max(neg - pos + 1, 0) with pos = sum(yTrue yPred), neg = max((1 - yTrue) yPred) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function categoricalHinge(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('categoricalHinge', yTrue, yPred);
    const positive = tf.sum(tf.mul(labels, predictions), -1);
    const negative = tf.max(tf.mul(tf.sub(1, labels), predictions), -1);
    return tf.relu(tf.add(tf.sub(negative, positive), 1));
  });
}

/**
 * The hinge loss over one-hot labels.
 *
 * max(neg - pos + 1, 0) with pos = sum(yTrue yPred), neg = max((1 - yTrue) yPred) over the last axis.
 *
 * @see https://keras.io/api/losses/hinge_losses/#categoricalhinge-class
 */
export class CategoricalHinge extends Loss {
  static override readonly className = 'CategoricalHinge';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return categoricalHinge(yTrue, yPred);
  }
}
