import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * mean(|yTrue - yPred|) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function meanAbsoluteError(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('meanAbsoluteError', yTrue, yPred);
    return tf.mean(tf.abs(tf.sub(labels, predictions)), -1);
  });
}

/**
 * The mean of absolute errors.
 *
 * mean(|yTrue - yPred|) over the last axis.
 *
 * @see https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class
 */
export class MeanAbsoluteError extends Loss {
  static override readonly className = 'MeanAbsoluteError';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
