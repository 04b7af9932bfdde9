import {
  checkChoice,
  ShapeError,
  StateError,
  toFloat,
  ValueError,
  type Variable,
} from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import { increase, Metric, type MetricOptions } from '../metric.js';

const AGGREGATIONS = ['uniform_average', 'variance_weighted_average'] as const;
type Aggregation = (typeof AGGREGATIONS)[number];

export interface R2ScoreOptions extends MetricOptions {
  /** How outputs become one number; null for one each. Default: 'uniform_average'. */
  classAggregation?: Aggregation | (string & {}) | null;
  /** Number of independent regressors, for the adjusted score; 0 for the plain one. Default: 0. */
  numRegressors?: number;
}

interface State {
  squaredSum: Variable;
  sum: Variable;
  residual: Variable;
  count: Variable;
}

/** 1 - sum((yTrue - yPred)²) / sum((yTrue - mean(yTrue))²) over all entries: tfjs' function form. */
export function r2Score(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
    const residual = tf.sum(tf.square(tf.sub(labels, predictions)));
    const total = tf.sum(tf.square(tf.sub(labels, tf.mean(labels))));
    return tf.sub(1, tf.div(residual, total));
  });
}

/**
 * The coefficient of determination, 1 - residual / variance, of each output.
 *
 * Labels and predictions have the shape [samples, outputs].
 *
 * @see https://keras.io/api/metrics/regression_metrics/#r2score-class
 */
export class R2Score extends Metric {
  static override readonly className = 'R2Score';

  private readonly classAggregation: Aggregation | null;
  private readonly numRegressors: number;
  private readonly numSamples: Variable;
  private state: State | null = null;

  constructor(options: R2ScoreOptions = {}) {
    super(options, ['classAggregation', 'numRegressors'], 'r2_score');
    const { classAggregation = 'uniform_average', numRegressors = 0 } = options;
    this.classAggregation =
      classAggregation === null
        ? null
        : checkChoice('R2Score', 'classAggregation', classAggregation, AGGREGATIONS);
    if (numRegressors < 0) {
      throw new ValueError(
        `R2Score: option "numRegressors" must be 0 or more; received ${numRegressors}.`,
      );
    }
    this.numRegressors = numRegressors;
    this.numSamples = this.addVariable('num_samples');
  }

  private build(yTrue: tf.Tensor, yPred: tf.Tensor): State {
    if (yTrue.rank !== 2 || yPred.rank !== 2) {
      throw new ShapeError(
        `R2Score: it takes labels and predictions of shape [samples, outputs]; received labels [${yTrue.shape.join(', ')}] and predictions [${yPred.shape.join(', ')}].`,
      );
    }
    const shape = [yPred.shape[1]!];
    return {
      squaredSum: this.addVariable('squared_sum', shape),
      sum: this.addVariable('sum', shape),
      residual: this.addVariable('residual', shape),
      count: this.addVariable('count', shape),
    };
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() => {
      const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
      const state = (this.state ??= this.build(labels, predictions));
      let weights = sampleWeight ? toFloat(sampleWeight) : tf.scalar(1);
      if (weights.rank === 1) weights = tf.expandDims(weights, 1);
      weights = tf.broadcastTo(weights, labels.shape);
      const weighted = tf.mul(labels, weights);
      const errors = tf.square(tf.sub(labels, predictions));
      increase(state.sum, tf.sum(weighted, 0));
      increase(state.squaredSum, tf.sum(tf.mul(labels, weighted), 0));
      increase(state.residual, tf.sum(tf.mul(errors, weights), 0));
      increase(state.count, tf.sum(weights, 0));
      increase(this.numSamples, tf.scalar(labels.size));
    });
  }

  /** @throws StateError before the first batch */
  result(): tf.Tensor {
    const { state } = this;
    if (state === null) {
      throw new StateError('R2Score: there is no result before the first updateState.');
    }
    return tf.tidy(() => {
      const sum = state.sum.read();
      const total = tf.sub(state.squaredSum.read(), tf.mul(sum, tf.div(sum, state.count.read())));
      const scores = tf.sub(1, tf.div(state.residual.read(), total));
      const raw = tf.where(tf.isInf(scores), tf.zerosLike(scores), scores);
      return this.adjust(this.aggregate(raw, total));
    });
  }

  private aggregate(scores: tf.Tensor, variances: tf.Tensor): tf.Tensor {
    if (this.classAggregation === null) return scores;
    if (this.classAggregation === 'uniform_average') return tf.mean(scores);
    return tf.div(tf.sum(tf.mul(variances, scores)), tf.sum(variances));
  }

  /** 1 - (1 - r2) (n - 1) / (n - p - 1); where there are too few samples, the plain score. */
  private adjust(score: tf.Tensor): tf.Tensor {
    if (this.numRegressors === 0) return score;
    const n = this.numSamples.read();
    const rest = tf.sub(n, this.numRegressors + 1);
    const adjusted = tf.sub(1, tf.div(tf.mul(tf.sub(1, score), tf.sub(n, 1)), rest));
    return tf.where(tf.greater(rest, 0), adjusted, score);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      class_aggregation: this.classAggregation,
      num_regressors: this.numRegressors,
    };
  }
}
