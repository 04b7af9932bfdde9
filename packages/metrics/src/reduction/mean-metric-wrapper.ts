import { objectName } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { Mean } from './mean.js';

/** A number for each sample (or entry), from labels and predictions. */
export type MetricFunction = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/**
 * The mean of a function of labels and predictions: a metric from any loss or metric function.
 *
 * @see https://keras.io/api/metrics/reduction_metrics/
 */
export class MeanMetricWrapper extends Mean {
  static override readonly className: string = 'MeanMetricWrapper';

  private readonly fn: MetricFunction;

  /**
   * @param options with `fn`, the function
   * @param known names of the options that a subclass has besides
   * @param defaultName of the metric. Default: the function's
   */
  constructor(
    options: MetricOptions & { fn: MetricFunction },
    known: readonly string[] = [],
    defaultName?: string,
  ) {
    super(options, ['fn', ...known], defaultName ?? (objectName(options.fn.name) || 'metric'));
    this.fn = options.fn;
  }

  /** @param mask 1 or true where a prediction counts */
  override updateState(
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    sampleWeight?: tf.Tensor | null,
    mask?: tf.Tensor | null,
  ): void {
    tf.tidy(() => this.takeIn(this.fn(yTrue, yPred), sampleWeight ?? null, mask ?? null));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), fn: this.fn.name };
  }
}

/** Base of the built-in metrics that are means of one function: their configs name no function. */
export abstract class MeanOfFunction extends MeanMetricWrapper {
  override getConfig(): Record<string, unknown> {
    return { name: this.name, dtype: this.dtype };
  }
}
