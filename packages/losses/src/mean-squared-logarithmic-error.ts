import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * mean((log(1 + yTrue) - log(1 + yPred))²) over the last axis, both cut below at 1e-7.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function meanSquaredLogarithmicError(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('meanSquaredLogarithmicError', yTrue, yPred);
    const logOf = (x: tf.Tensor) => tf.log(tf.add(tf.maximum(x, epsilon()), 1));
    return tf.mean(tf.square(tf.sub(logOf(predictions), logOf(labels))), -1);
  });
}

/**
 * The mean of squared differences of logarithms.
 *
 * mean((log(1 + yTrue) - log(1 + yPred))²) over the last axis, both cut below at 1e-7.
 *
 * @see https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class
 */
export class MeanSquaredLogarithmicError extends Loss {
  static override readonly className = 'MeanSquaredLogarithmicError';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}
