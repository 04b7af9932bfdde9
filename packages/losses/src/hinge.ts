import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { signLabels } from './hinge-labels.js';
import { alignPair } from './shapes.js';

/**
 * mean(max(1 - yTrue yPred, 0)) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function hinge(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('hinge', yTrue, yPred);
    return tf.mean(tf.relu(tf.sub(1, tf.mul(signLabels(labels), predictions))), -1);
  });
}

/**
 * The hinge loss of support vector machines; labels -1 and 1, or 0 and 1.
 *
 * mean(max(1 - yTrue yPred, 0)) over the last axis.
 *
 * @see https://keras.io/api/losses/hinge_losses/#hinge-class
 */
export class Hinge extends Loss {
  static override readonly className = 'Hinge';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return hinge(yTrue, yPred);
  }
}
