import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { increase, Metric, type MetricOptions } from '../metric.js';
import { samplewise } from './samplewise.js';

/**
 * The weighted sum of values.
 *
 * @see https://keras.io/api/metrics/reduction_metrics/#sum-class
 */
export class Sum extends Metric {
  static override readonly className = 'Sum';

  private readonly total: Variable;

  constructor(options: MetricOptions = {}) {
    super(options, [], 'sum');
    this.total = this.addVariable('total');
  }

  updateState(given: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() => {
      const sum = (x: tf.Tensor, axes: number[]) => tf.sum(x, axes);
      increase(this.total, tf.sum(samplewise(given, sampleWeight ?? null, sum).values));
    });
  }

  result(): tf.Tensor {
    return tf.clone(this.total.read());
  }
}
