import { checkPositiveInteger, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Metric, type MetricOptions } from '../metric.js';
import { countOutcomes } from './confusion-counts.js';
import { evenThresholds, precisionOf, sensitivity, specificity, type Outcomes } from './curve.js';

export interface AtValueOptions extends MetricOptions {
  /** How many thresholds are tried. Default: 200. */
  numThresholds?: number;
  /** Looks at one class alone. Default: all together. */
  classId?: number | null;
}

type Quantity = 'sensitivity' | 'specificity' | 'precision' | 'recall';

const COMPUTE: Record<Quantity, (outcomes: Outcomes) => tf.Tensor> = {
  sensitivity,
  specificity,
  precision: precisionOf,
  recall: sensitivity,
};

/** The best of one quantity over all thresholds where another reaches a value. */
abstract class BestAtValue extends Metric {
  private readonly numThresholds: number;
  private readonly classId: number | null;
  private readonly thresholds: number[];
  private readonly outcomes: Outcomes;

  constructor(
    private readonly wanted: Quantity,
    private readonly constrained: Quantity,
    private readonly value: number,
    options: AtValueOptions,
  ) {
    super(options, ['numThresholds', 'classId', constrained]);
    if (!(value >= 0 && value <= 1)) {
      throw new ValueError(
        `${this.name}: option "${constrained}" must lie in [0, 1]; received ${value}.`,
      );
    }
    this.numThresholds = options.numThresholds ?? 200;
    checkPositiveInteger(this.name, 'numThresholds', this.numThresholds);
    this.classId = options.classId ?? null;
    this.thresholds = this.numThresholds === 1 ? [0.5] : evenThresholds(this.numThresholds);
    const shape = [this.thresholds.length];
    this.outcomes = {
      truePositives: this.addVariable('true_positives', shape),
      falsePositives: this.addVariable('false_positives', shape),
      trueNegatives: this.addVariable('true_negatives', shape),
      falseNegatives: this.addVariable('false_negatives', shape),
    };
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() =>
      countOutcomes({ ...this.outcomes }, yTrue, yPred, {
        thresholds: this.thresholds,
        classId: this.classId,
        sampleWeight,
      }),
    );
  }

  result(): tf.Tensor {
    return tf.tidy(() => {
      const reached = tf.greaterEqual(COMPUTE[this.constrained](this.outcomes), this.value);
      const values = COMPUTE[this.wanted](this.outcomes);
      return tf.max(tf.where(reached, values, tf.zerosLike(values)));
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      class_id: this.classId,
      num_thresholds: this.numThresholds,
      [this.constrained]: this.value,
    };
  }
}

/**
 * The best sensitivity with at least the given specificity.
 * @see https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class
 */
export class SensitivityAtSpecificity extends BestAtValue {
  static override readonly className = 'SensitivityAtSpecificity';

  constructor(options: AtValueOptions & { specificity: number }) {
    super('sensitivity', 'specificity', options.specificity, options);
  }
}

/**
 * The best specificity with at least the given sensitivity.
 * @see https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class
 */
export class SpecificityAtSensitivity extends BestAtValue {
  static override readonly className = 'SpecificityAtSensitivity';

  constructor(options: AtValueOptions & { sensitivity: number }) {
    super('specificity', 'sensitivity', options.sensitivity, options);
  }
}

/**
 * The best precision with at least the given recall.
 * @see https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class
 */
export class PrecisionAtRecall extends BestAtValue {
  static override readonly className = 'PrecisionAtRecall';

  constructor(options: AtValueOptions & { recall: number }) {
    super('precision', 'recall', options.recall, options);
  }
}

/**
 * The best recall with at least the given precision.
 * @see https://keras.io/api/metrics/classification_metrics/#recallatprecision-class
 */
export class RecallAtPrecision extends BestAtValue {
  static override readonly className = 'RecallAtPrecision';

  constructor(options: AtValueOptions & { precision: number }) {
    super('recall', 'precision', options.precision, options);
  }
}
