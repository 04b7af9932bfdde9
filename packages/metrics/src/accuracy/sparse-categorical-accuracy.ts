import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/** The tensor without a last axis of 1, where it has another axis besides. */
function withoutLastOne(x: tf.Tensor): tf.Tensor {
  return x.rank > 1 && x.shape.at(-1) === 1 ? tf.squeeze(x, [x.rank - 1]) : x;
}

/** 1 where the likeliest class is the labelled one, else 0; labels are class numbers. */
export function sparseCategoricalAccuracy(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const labels = yTrue.rank === yPred.rank ? withoutLastOne(yTrue) : yTrue;
    return withoutLastOne(toFloat(tf.equal(toFloat(labels), toFloat(tf.argMax(yPred, -1)))));
  });
}

/**
 * How often the likeliest class is the labelled one, for labels that are class numbers.
 *
 * @see https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class
 */
export class SparseCategoricalAccuracy extends MeanOfFunction {
  static override readonly className = 'SparseCategoricalAccuracy';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: sparseCategoricalAccuracy }, [], 'sparse_categorical_accuracy');
  }
}
