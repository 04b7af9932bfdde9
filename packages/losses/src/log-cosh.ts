import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * mean(log(cosh(yPred - yTrue))) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function logCosh(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('logCosh', yTrue, yPred);
    const error = tf.sub(predictions, labels);
    // log(cosh(x)) = x + softplus(-2x) - log(2), which does not overflow
    return tf.mean(tf.sub(tf.add(error, tf.softplus(tf.mul(error, -2))), Math.LN2), -1);
  });
}

/**
 * The mean of log(cosh(error)): x²/2 for small errors, |x| - log(2) for large ones.
 *
 * mean(log(cosh(yPred - yTrue))) over the last axis.
 *
 * @see https://keras.io/api/losses/regression_losses/#logcosh-class
 */
export class LogCosh extends Loss {
  static override readonly className = 'LogCosh';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return logCosh(yTrue, yPred);
  }
}
