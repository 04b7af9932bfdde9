import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/** 1 where the likeliest class is the labelled one, else 0; labels are one-hot. */
export function categoricalAccuracy(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => toFloat(tf.equal(tf.argMax(yTrue, -1), tf.argMax(yPred, -1))));
}

/**
 * How often the likeliest class is the labelled one, for one-hot labels.
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class
 */
export class CategoricalAccuracy extends MeanOfFunction {
  static override readonly className = 'CategoricalAccuracy';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: categoricalAccuracy }, [], 'categorical_accuracy');
  }
}
