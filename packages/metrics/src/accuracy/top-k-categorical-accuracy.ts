import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';
import { inTopK } from './top-k.js';

/** 1 where the labelled class is among the `k` likeliest, else 0; labels are one-hot. */
export function topKCategoricalAccuracy(yTrue: tf.Tensor, yPred: tf.Tensor, k = 5): tf.Tensor {
  return tf.tidy(() => inTopK(tf.argMax(yTrue, -1), yPred, k));
}

/**
 * How often the labelled class is among the `k` likeliest (5 unless told), for one-hot labels.
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class
 */
export class TopKCategoricalAccuracy extends MeanOfFunction {
  static override readonly className = 'TopKCategoricalAccuracy';

  private readonly k: number;

  constructor({ k = 5, ...options }: MetricOptions & { k?: number } = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => topKCategoricalAccuracy(yTrue, yPred, k);
    super({ ...options, fn }, ['k'], 'top_k_categorical_accuracy');
    this.k = k;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), k: this.k };
  }
}
