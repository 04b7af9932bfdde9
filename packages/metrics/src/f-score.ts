import {
  checkChoice,
  epsilon,
  ShapeError,
  StateError,
  toFloat,
  ValueError,
  type Variable,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { increase, Metric, type MetricOptions } from './metric.js';

const AVERAGES = ['micro', 'macro', 'weighted'] as const;
type Average = (typeof AVERAGES)[number];

export interface F1ScoreOptions extends MetricOptions {
  /**
   * How classes become one number: null for one each, 'macro' their mean, 'weighted' their mean by
   * frequency, 'micro' all predictions counted together. Default: null.
   */
  average?: Average | (string & {}) | null;
  /** Predictions above it count as yes, in (0, 1]; null: the likeliest class. Default: null. */
  threshold?: number | null;
}

export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How much more recall counts than precision. Default: 1. */
  beta?: number;
}

interface State {
  truePositives: Variable;
  falsePositives: Variable;
  falseNegatives: Variable;
  weights: Variable;
}

/**
 * (1 + beta²) precision recall / (beta² precision + recall), of each class or averaged. Labels are
 * one-hot or 0 and 1, [samples, classes].
 *
 * @see https://keras.io/api/metrics/classification_metrics/#fbetascore-class
 */
export class FBetaScore extends Metric {
  static override readonly className: string = 'FBetaScore';

  private readonly average: Average | null;
  private readonly beta: number;
  private readonly threshold: number | null;
  private state: State | null = null;

  constructor(options: FBetaScoreOptions = {}, defaultName = 'fbeta_score') {
    super(options, ['average', 'beta', 'threshold'], defaultName);
    const { average = null, beta = 1, threshold = null } = options;
    const where = this.name;
    this.average = average === null ? null : checkChoice(where, 'average', average, AVERAGES);
    if (!(beta > 0)) {
      throw new ValueError(`${where}: option "beta" must be above 0; received ${beta}.`);
    }
    if (threshold !== null && !(threshold > 0 && threshold <= 1)) {
      throw new ValueError(
        `${where}: option "threshold" must lie in (0, 1]; received ${threshold}.`,
      );
    }
    this.beta = beta;
    this.threshold = threshold;
  }

  private build(yTrue: tf.Tensor, yPred: tf.Tensor): State {
    if (yTrue.rank !== 2 || yPred.rank !== 2) {
      throw new ShapeError(
        `${this.name}: it takes labels and predictions of shape [samples, classes]; received labels [${yTrue.shape.join(', ')}] and predictions [${yPred.shape.join(', ')}]. For class numbers as labels make them one-hot with toCategorical.`,
      );
    }
    const shape = this.average === 'micro' ? [] : [yPred.shape[1]!];
    return {
      truePositives: this.addVariable('true_positives', shape),
      falsePositives: this.addVariable('false_positives', shape),
      falseNegatives: this.addVariable('false_negatives', shape),
      weights: this.addVariable('intermediate_weights', shape),
    };
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() => {
      const labels = toFloat(yTrue);
      const scores = toFloat(yPred);
      const state = (this.state ??= this.build(labels, scores));
      const yes = toFloat(
        this.threshold === null
          ? tf.logicalAnd(
              tf.greaterEqual(scores, tf.max(scores, -1, true)),
              tf.greater(tf.abs(scores), 1e-9),
            )
          : tf.greater(scores, this.threshold),
      );
      const count = (x: tf.Tensor) => {
        const weighted = sampleWeight ? tf.mul(x, tf.expandDims(toFloat(sampleWeight), 1)) : x;
        return tf.sum(weighted, this.average === 'micro' ? undefined : 0);
      };
      increase(state.truePositives, count(tf.mul(yes, labels)));
      increase(state.falsePositives, count(tf.mul(yes, tf.sub(1, labels))));
      increase(state.falseNegatives, count(tf.mul(tf.sub(1, yes), labels)));
      increase(state.weights, count(labels));
    });
  }

  /** @throws StateError before the first batch */
  result(): tf.Tensor {
    const { state } = this;
    if (state === null) {
      throw new StateError(`${this.name}: there is no result before the first updateState.`);
    }
    return tf.tidy(() => {
      const hits = state.truePositives.read();
      const share = (misses: Variable) =>
        tf.div(hits, tf.add(tf.add(hits, misses.read()), epsilon()));
      const precision = share(state.falsePositives);
      const recall = share(state.falseNegatives);
      const squared = this.beta ** 2;
      const divisor = tf.add(tf.add(tf.mul(precision, squared), recall), epsilon());
      const scores = tf.mul(tf.div(tf.mul(precision, recall), divisor), 1 + squared);
      if (this.average === null) return scores;
      if (this.average !== 'weighted') return tf.mean(scores);
      const weights = state.weights.read();
      return tf.sum(tf.mul(scores, tf.div(weights, tf.add(tf.sum(weights), epsilon()))));
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      average: this.average,
      beta: this.beta,
      threshold: this.threshold,
    };
  }
}

/**
 * The harmonic mean of precision and recall, of each class or averaged. Labels are one-hot or 0 and
 * 1, [samples, classes].
 *
 * @see https://keras.io/api/metrics/classification_metrics/#f1score-class
 */
export class F1Score extends FBetaScore {
  static override readonly className = 'F1Score';

  constructor(options: F1ScoreOptions = {}) {
    super(options, 'f1_score');
  }

  override getConfig(): Record<string, unknown> {
    const { beta: _always1, ...config } = super.getConfig();
    return config;
  }
}
