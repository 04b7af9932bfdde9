import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { signLabels } from './hinge-labels.js';
import { alignPair } from './shapes.js';

/**
 * mean(max(1 - yTrue yPred, 0)²) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function squaredHinge(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('squaredHinge', yTrue, yPred);
    const margins = tf.relu(tf.sub(1, tf.mul(signLabels(labels), predictions)));
    return tf.mean(tf.square(margins), -1);
  });
}

/**
 * The squared hinge loss; labels -1 and 1, or 0 and 1.
 *
 * mean(max(1 - yTrue yPred, 0)²) over the last axis.
 *
 * @see https://keras.io/api/losses/hinge_losses/#squaredhinge-class
 */
export class SquaredHinge extends Loss {
  static override readonly className = 'SquaredHinge';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return squaredHinge(yTrue, yPred);
  }
}
