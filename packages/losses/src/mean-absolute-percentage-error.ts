import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { alignPair } from './shapes.js';

/**
 * 100 mean(|yTrue - yPred| / max(|yTrue|, 1e-7)) over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function meanAbsolutePercentageError(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('meanAbsolutePercentageError', yTrue, yPred);
    const scale = tf.maximum(tf.abs(labels), epsilon());
    return tf.mul(tf.mean(tf.abs(tf.div(tf.sub(labels, predictions), scale)), -1), 100);
  });
}

/**
 * The mean of absolute errors in percent of the label.
 *
 * 100 mean(|yTrue - yPred| / max(|yTrue|, 1e-7)) over the last axis.
 *
 * @see https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class
 */
export class MeanAbsolutePercentageError extends Loss {
  static override readonly className = 'MeanAbsolutePercentageError';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}
