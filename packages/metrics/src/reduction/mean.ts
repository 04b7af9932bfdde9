import { divideNoNan, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { increase, Metric, type MetricOptions } from '../metric.js';
import { samplewise } from './samplewise.js';

/**
 * The weighted mean of values: sum(values weights) / sum(weights), 0 before any came.
 *
 * @see https://keras.io/api/metrics/reduction_metrics/#mean-class
 */
export class Mean extends Metric {
  static override readonly className: string = 'Mean';

  private readonly total: Variable;
  private readonly count: Variable;

  constructor(options: MetricOptions = {}, known: readonly string[] = [], defaultName = 'mean') {
    super(options, known, defaultName);
    this.total = this.addVariable('total');
    this.count = this.addVariable('count');
  }

  /**
   * @param given values of any shape, samples along the first axis
   * @param sampleWeight one weight per sample, or more finely
   */
  updateState(given: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    this.takeIn(given, sampleWeight ?? null);
  }

  protected takeIn(
    given: tf.Tensor,
    sampleWeight: tf.Tensor | null,
    mask: tf.Tensor | null = null,
  ): void {
    tf.tidy(() => {
      const mean = (x: tf.Tensor, axes: number[]) => tf.mean(x, axes);
      const { values, weights } = samplewise(given, sampleWeight, mean, mask);
      increase(this.total, tf.sum(values));
      increase(this.count, weights ? tf.sum(weights) : tf.scalar(values.shape[0] ?? 1));
    });
  }

  result(): tf.Tensor {
    return tf.tidy(() => divideNoNan(this.total.read(), this.count.read()));
  }
}
