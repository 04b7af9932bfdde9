import { toFloat } from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/** 1 where label and prediction are equal, else 0. */
export function accuracy(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
    return toFloat(tf.equal(labels, predictions));
  });
}

/**
 * How often predictions equal labels.
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#accuracy-class
 */
export class Accuracy extends MeanOfFunction {
  static override readonly className = 'Accuracy';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: accuracy }, [], 'accuracy');
  }
}
