import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';
import { inTopK } from './top-k.js';

export interface SparseTopKOptions {
  /** Default: 5. */
  k?: number;
  /** Whether predictions are class numbers, likeliest first, not scores. Default: false. */
  fromSortedIds?: boolean;
}

/** 1 where the labelled class is among the `k` likeliest, else 0; labels are class numbers. */
export function sparseTopKCategoricalAccuracy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { k = 5, fromSortedIds = false }: SparseTopKOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const batch = yPred.shape.slice(0, -1);
    const labels = tf.reshape(yTrue, batch);
    const matches = fromSortedIds
      ? tf.any(
          tf.equal(
            tf.expandDims(toFloat(labels), -1),
            tf.slice(toFloat(yPred), batch.map(() => 0).concat(0), [...batch, k]),
          ),
          -1,
        )
      : inTopK(labels, yPred, k);
    // labels of shape [n, 1] give matches of that shape
    return tf.reshape(toFloat(matches), yTrue.shape);
  });
}

/**
 * How often the labelled class is among the `k` likeliest, for labels that are class numbers.
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class
 */
export class SparseTopKCategoricalAccuracy extends MeanOfFunction {
  static override readonly className = 'SparseTopKCategoricalAccuracy';

  private readonly k: number;
  private readonly fromSortedIds: boolean;

  constructor({ k = 5, fromSortedIds = false, ...rest }: MetricOptions & SparseTopKOptions = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) =>
      sparseTopKCategoricalAccuracy(yTrue, yPred, { k, fromSortedIds });
    super({ ...rest, fn }, ['k', 'fromSortedIds'], 'sparse_top_k_categorical_accuracy');
    this.k = k;
    this.fromSortedIds = fromSortedIds;
  }

  override getConfig(): Record<string, unknown> {
    const config = { ...super.getConfig(), k: this.k };
    return this.fromSortedIds ? { ...config, from_sorted_ids: true } : config;
  }
}
