import { toFloat } from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { Mean } from '../reduction/mean.js';

/**
 * The square root of the mean of squared errors.
 *
 * @see https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class
 */
export class RootMeanSquaredError extends Mean {
  static override readonly className = 'RootMeanSquaredError';

  constructor(options: MetricOptions = {}) {
    super(options, [], 'root_mean_squared_error');
  }

  override updateState(
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    sampleWeight?: tf.Tensor | null,
    mask?: tf.Tensor | null,
  ): void {
    tf.tidy(() => {
      const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
      const squares = tf.square(tf.sub(predictions, labels));
      this.takeIn(squares, sampleWeight ?? null, mask ?? null);
    });
  }

  override result(): tf.Tensor {
    return tf.tidy(() => tf.sqrt(super.result()));
  }
}
