import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Metric, type MetricOptions } from '../metric.js';
import { checkThresholds, countOutcomes, type ConfusionVariables } from './confusion-counts.js';

export interface ThresholdOptions extends MetricOptions {
  /** In [0, 1]; predictions above it are yes. A list gives one result each. Default: 0.5. */
  thresholds?: number | number[] | null;
}

/** Counts one of the four outcomes. */
abstract class OutcomeCount extends Metric {
  private readonly given: number | number[] | null;
  private readonly thresholds: number[];
  private readonly accumulator: Variable;

  constructor(
    private readonly outcome: keyof ConfusionVariables,
    options: ThresholdOptions,
  ) {
    super(options, ['thresholds']);
    this.given = options.thresholds ?? null;
    this.thresholds = checkThresholds(this.name, options.thresholds, 0.5);
    this.accumulator = this.addVariable('accumulator', [this.thresholds.length]);
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() =>
      countOutcomes({ [this.outcome]: this.accumulator }, yTrue, yPred, {
        thresholds: this.thresholds,
        sampleWeight,
      }),
    );
  }

  result(): tf.Tensor {
    const counts = this.accumulator.read();
    return this.thresholds.length === 1 ? tf.reshape(counts, []) : tf.clone(counts);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), thresholds: this.given };
  }
}

/**
 * How often the prediction is yes and the label too.
 * @see https://keras.io/api/metrics/classification_metrics/#truepositives-class
 */
export class TruePositives extends OutcomeCount {
  static override readonly className = 'TruePositives';

  constructor(options: ThresholdOptions = {}) {
    super('truePositives', options);
  }
}

/**
 * How often the prediction is yes but the label no.
 * @see https://keras.io/api/metrics/classification_metrics/#falsepositives-class
 */
export class FalsePositives extends OutcomeCount {
  static override readonly className = 'FalsePositives';

  constructor(options: ThresholdOptions = {}) {
    super('falsePositives', options);
  }
}

/**
 * How often the prediction is no and the label too.
 * @see https://keras.io/api/metrics/classification_metrics/#truenegatives-class
 */
export class TrueNegatives extends OutcomeCount {
  static override readonly className = 'TrueNegatives';

  constructor(options: ThresholdOptions = {}) {
    super('trueNegatives', options);
  }
}

/**
 * How often the prediction is no but the label yes.
 * @see https://keras.io/api/metrics/classification_metrics/#falsenegatives-class
 */
export class FalseNegatives extends OutcomeCount {
  static override readonly className = 'FalseNegatives';

  constructor(options: ThresholdOptions = {}) {
    super('falseNegatives', options);
  }
}
