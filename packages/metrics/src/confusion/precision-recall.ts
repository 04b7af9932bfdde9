import { divideNoNan, toFloat, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Metric } from '../metric.js';
import { checkThresholds, countOutcomes, TOP_K_THRESHOLD } from './confusion-counts.js';
import type { ThresholdOptions } from './outcome-counts.js';

export interface PrecisionRecallOptions extends ThresholdOptions {
  /** Only the k highest predictions of a sample can be yes. Default: all. */
  topK?: number | null;
  /** Looks at one class alone. Default: all together. */
  classId?: number | null;
}

/** The share of true positives among them and one kind of error. */
abstract class ShareOfHits extends Metric {
  private readonly options: Required<Omit<PrecisionRecallOptions, 'name' | 'dtype'>>;
  private readonly thresholds: number[];
  private readonly hits: Variable;
  private readonly misses: Variable;

  constructor(
    private readonly error: 'falsePositives' | 'falseNegatives',
    options: PrecisionRecallOptions,
  ) {
    super(options, ['thresholds', 'topK', 'classId']);
    const { thresholds = null, topK = null, classId = null } = options;
    this.options = { thresholds, topK, classId };
    this.thresholds = checkThresholds(this.name, thresholds, topK === null ? 0.5 : TOP_K_THRESHOLD);
    const shape = [this.thresholds.length];
    this.hits = this.addVariable('true_positives', shape);
    this.misses = this.addVariable(
      error === 'falsePositives' ? 'false_positives' : 'false_negatives',
      shape,
    );
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() =>
      countOutcomes({ truePositives: this.hits, [this.error]: this.misses }, yTrue, yPred, {
        ...this.options,
        thresholds: this.thresholds,
        sampleWeight,
      }),
    );
  }

  result(): tf.Tensor {
    return tf.tidy(() => {
      const hits = this.hits.read();
      const shares = divideNoNan(hits, tf.add(hits, this.misses.read()));
      return this.thresholds.length === 1 ? tf.reshape(shares, []) : shares;
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      thresholds: this.options.thresholds,
      top_k: this.options.topK,
      class_id: this.options.classId,
    };
  }
}

/**
 * true positives / all predicted positives.
 * @see https://keras.io/api/metrics/classification_metrics/#precision-class
 */
export class Precision extends ShareOfHits {
  static override readonly className = 'Precision';

  constructor(options: PrecisionRecallOptions = {}) {
    super('falsePositives', options);
  }
}

/**
 * true positives / all labelled positives.
 * @see https://keras.io/api/metrics/classification_metrics/#recall-class
 */
export class Recall extends ShareOfHits {
  static override readonly className = 'Recall';

  constructor(options: PrecisionRecallOptions = {}) {
    super('falseNegatives', options);
  }
}

/** tfjs' function form: of labels and predictions that are 0 and 1. */
export function precision(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const yes = toFloat(tf.equal(yPred, 1));
    return divideNoNan(tf.sum(tf.mul(yes, toFloat(tf.equal(yTrue, 1)))), tf.sum(yes));
  });
}

/** tfjs' function form: of labels and predictions that are 0 and 1. */
export function recall(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const labelled = toFloat(tf.equal(yTrue, 1));
    return divideNoNan(tf.sum(tf.mul(labelled, toFloat(tf.equal(yPred, 1)))), tf.sum(labelled));
  });
}
