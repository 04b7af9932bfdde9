import { toFloat } from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/** 1 where the prediction is on the label's side of the threshold, else 0; labels 0 and 1. */
export function binaryAccuracy(yTrue: tf.Tensor, yPred: tf.Tensor, threshold = 0.5): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
    return toFloat(tf.equal(labels, toFloat(tf.greater(predictions, threshold))));
  });
}

/**
 * How often predictions are on the label's side of `threshold` (0.5 unless told).
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class
 */
export class BinaryAccuracy extends MeanOfFunction {
  static override readonly className = 'BinaryAccuracy';

  private readonly threshold: number;

  constructor({ threshold = 0.5, ...options }: MetricOptions & { threshold?: number } = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => binaryAccuracy(yTrue, yPred, threshold);
    super({ ...options, fn }, ['threshold'], 'binary_accuracy');
    this.threshold = threshold;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), threshold: this.threshold };
  }
}
