import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * mean(yPred - yTrue log(yPred + 1e-7)) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function poisson(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('poisson', yTrue, yPred);
    const logs = tf.log(tf.add(predictions, epsilon()));
    return tf.mean(tf.sub(predictions, tf.mul(labels, logs)), -1);
  });
}

/**
 * The Poisson loss, for counts.
 *
 * mean(yPred - yTrue log(yPred + 1e-7)) over the last axis.
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#poisson-class
 */
export class Poisson extends Loss {
  static override readonly className = 'Poisson';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return poisson(yTrue, yPred);
  }
}
