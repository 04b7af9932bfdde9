import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * sum(yTrue log(yTrue / yPred)) over the last axis, both cut to [1e-7, 1].
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function klDivergence(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [trueP, predictedP] = alignPair('klDivergence', yTrue, yPred).map((x) =>
      tf.clipByValue(x, epsilon(), 1),
    ) as [tf.Tensor, tf.Tensor];
    return tf.sum(tf.mul(trueP, tf.log(tf.div(trueP, predictedP))), -1);
  });
}

/**
 * The Kullback-Leibler divergence of the predicted distribution from the true one.
 *
 * sum(yTrue log(yTrue / yPred)) over the last axis, both cut to [1e-7, 1].
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#kldivergence-class
 */
export class KLDivergence extends Loss {
  static override readonly className = 'KLDivergence';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return klDivergence(yTrue, yPred);
  }
}
