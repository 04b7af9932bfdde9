import {
  checkChoice,
  divideNoNan,
  epsilon,
  ShapeError,
  StateError,
  toFloat,
  ValueError,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Metric, type MetricOptions } from '../metric.js';
import { checkThresholds, countOutcomes } from './confusion-counts.js';
import { evenThresholds, falseAlarms, precisionOf, sensitivity, type Outcomes } from './curve.js';

const CURVES = ['ROC', 'PR', 'PRGAIN'] as const;
const METHODS = ['interpolation', 'majoring', 'minoring'] as const;

export interface AUCOptions extends MetricOptions {
  /** How many thresholds the curve is taken at. Default: 200. */
  numThresholds?: number;
  /** 'ROC', 'PR' (precision over recall) or 'PRGAIN'. Default: 'ROC'. */
  curve?: (typeof CURVES)[number] | (string & {});
  /** How the area between two thresholds is taken. Default: 'interpolation'. */
  summationMethod?: (typeof METHODS)[number] | (string & {});
  /** Thresholds in [0, 1] instead of even ones; just below 0 and just above 1 are added. */
  thresholds?: number[] | null;
  /** Whether each label (last axis) has a curve of its own, whose areas are averaged. Default: false. */
  multiLabel?: boolean;
  /** Number of labels, to make the state at once. Default: from the first batch. */
  numLabels?: number | null;
  /** A weight for each label. */
  labelWeights?: number[] | null;
  /** Whether predictions are logits. Default: false. */
  fromLogits?: boolean;
}

/**
 * The area under a curve over all thresholds: how well predictions order the labels.
 *
 * @see https://keras.io/api/metrics/classification_metrics/#auc-class
 */
export class AUC extends Metric {
  static override readonly className = 'AUC';

  private readonly curve: (typeof CURVES)[number];
  private readonly summationMethod: (typeof METHODS)[number];
  private readonly given: number[] | null;
  private readonly thresholds: number[];
  private readonly multiLabel: boolean;
  private readonly numLabels: number | null;
  private readonly labelWeights: number[] | null;
  private readonly fromLogits: boolean;
  private outcomes: Outcomes | null = null;

  constructor(options: AUCOptions = {}) {
    super(options, [
      'numThresholds',
      'curve',
      'summationMethod',
      'thresholds',
      'multiLabel',
      'numLabels',
      'labelWeights',
      'fromLogits',
    ]);
    const { name } = this;
    this.curve = checkChoice(name, 'curve', options.curve ?? 'ROC', CURVES);
    this.summationMethod = checkChoice(
      name,
      'summationMethod',
      options.summationMethod ?? 'interpolation',
      METHODS,
    );
    this.given = options.thresholds ?? null;
    const count = options.numThresholds ?? 200;
    if (this.given === null && !(Number.isInteger(count) && count > 1)) {
      throw new ValueError(
        `${name}: option "numThresholds" must be a whole number above 1; received ${count}.`,
      );
    }
    const inner = this.given
      ? checkThresholds(name, this.given, 0.5).sort((a, b) => a - b)
      : evenThresholds(count).slice(1, -1);
    this.thresholds = [-epsilon(), ...inner, 1 + epsilon()];
    this.multiLabel = options.multiLabel ?? false;
    this.numLabels = options.numLabels ?? null;
    this.labelWeights = options.labelWeights ?? null;
    this.fromLogits = options.fromLogits ?? false;
    if (!this.multiLabel) {
      if (this.numLabels !== null) {
        throw new ValueError(`${name}: option "numLabels" needs multiLabel: true.`);
      }
      this.outcomes = this.build([this.thresholds.length]);
    } else if (this.numLabels !== null) {
      this.outcomes = this.build([this.thresholds.length, this.numLabels]);
    }
  }

  private build(shape: number[]): Outcomes {
    return {
      truePositives: this.addVariable('true_positives', shape),
      falsePositives: this.addVariable('false_positives', shape),
      trueNegatives: this.addVariable('true_negatives', shape),
      falseNegatives: this.addVariable('false_negatives', shape),
    };
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    if (this.multiLabel && yPred.rank !== 2) {
      throw new ShapeError(
        `${this.name}: with multiLabel, predictions must have the shape [samples, labels]; received [${yPred.shape.join(', ')}].`,
      );
    }
    this.outcomes ??= this.build([this.thresholds.length, yPred.shape.at(-1)!]);
    const outcomes = this.outcomes;
    tf.tidy(() =>
      countOutcomes({ ...outcomes }, yTrue, this.fromLogits ? tf.sigmoid(toFloat(yPred)) : yPred, {
        thresholds: this.thresholds,
        sampleWeight,
        multiLabel: this.multiLabel,
        // with multiLabel the weights come in at the end, on the areas
        labelWeights: this.multiLabel || !this.labelWeights ? null : tf.tensor1d(this.labelWeights),
      }),
    );
  }

  /** @throws StateError before the first batch, where the number of labels is not known */
  result(): tf.Tensor {
    const { outcomes } = this;
    if (outcomes === null) {
      throw new StateError(`${this.name}: there is no result before the first updateState.`);
    }
    return tf.tidy(() => {
      const areas =
        this.curve === 'PR' && this.summationMethod === 'interpolation'
          ? interpolatedPrAreas(outcomes)
          : this.areas(outcomes);
      return this.total(areas);
    });
  }

  /** Areas between neighbouring thresholds. */
  private areas(outcomes: Outcomes): tf.Tensor {
    const [x, y] = this.coordinates(outcomes);
    const [high, low] = [upper(y), lower(y)];
    const heights = {
      interpolation: () => tf.div(tf.add(high, low), 2),
      minoring: () => tf.minimum(high, low),
      majoring: () => tf.maximum(high, low),
    }[this.summationMethod]();
    return tf.mul(tf.sub(upper(x), lower(x)), heights);
  }

  private coordinates(outcomes: Outcomes): [tf.Tensor, tf.Tensor] {
    if (this.curve === 'ROC') return [falseAlarms(outcomes), sensitivity(outcomes)];
    if (this.curve === 'PR') return [sensitivity(outcomes), precisionOf(outcomes)];
    // precision and recall on harmonic scales (Flach and Kull 2015)
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = outcomes;
    const hits = truePositives.read();
    const ratio = divideNoNan(
      tf.add(hits, falseNegatives.read()),
      tf.add(trueNegatives.read(), falsePositives.read()),
    );
    const gain = (errors: tf.Tensor) => tf.sub(1, tf.mul(ratio, divideNoNan(errors, hits)));
    const none = tf.equal(hits, 0);
    const recallGain = tf.where(none, tf.zerosLike(hits), gain(falseNegatives.read()));
    const precisionGain = tf.where(none, tf.onesLike(hits), gain(falsePositives.read()));
    return [tf.maximum(recallGain, 0), precisionGain];
  }

  private total(areas: tf.Tensor): tf.Tensor {
    if (!this.multiLabel) return tf.sum(areas);
    const byLabel = tf.sum(areas, 0);
    if (this.labelWeights === null) return tf.mean(byLabel);
    const weights = tf.tensor1d(this.labelWeights);
    return divideNoNan(tf.sum(tf.mul(byLabel, weights)), tf.sum(weights));
  }

  override getConfig(): Record<string, unknown> {
    const config = {
      ...super.getConfig(),
      num_thresholds: this.thresholds.length,
      curve: this.curve,
      summation_method: this.summationMethod,
      multi_label: this.multiLabel,
      num_labels: this.numLabels,
      label_weights: this.labelWeights,
      from_logits: this.fromLogits,
    };
    return this.given ? { ...config, thresholds: this.thresholds.slice(1, -1) } : config;
  }
}

/** All thresholds but the last. */
function upper(x: tf.Tensor): tf.Tensor {
  return tf.slice(x, 0, x.shape[0] - 1);
}

/** All thresholds but the first. */
function lower(x: tf.Tensor): tf.Tensor {
  return tf.slice(x, 1, x.shape[0] - 1);
}

/**
 * Areas under the precision-recall curve, true positives taken as linear in predicted positives
 * between thresholds (Davis and Goadrich, "The relationship between precision-recall and ROC
 * curves", 2006).
 */
function interpolatedPrAreas(outcomes: Outcomes): tf.Tensor {
  const hits = outcomes.truePositives.read();
  const predicted = tf.add(hits, outcomes.falsePositives.read());
  const labelled = tf.add(hits, outcomes.falseNegatives.read());
  const newHits = tf.sub(upper(hits), lower(hits));
  const newPredicted = tf.sub(upper(predicted), lower(predicted));
  const slope = divideNoNan(newHits, tf.relu(newPredicted));
  const intercept = tf.sub(lower(hits), tf.mul(slope, lower(predicted)));
  const both = tf.logicalAnd(tf.greater(upper(predicted), 0), tf.greater(lower(predicted), 0));
  const growth = tf.where(
    both,
    divideNoNan(upper(predicted), tf.relu(lower(predicted))),
    tf.onesLike(lower(predicted)),
  );
  const area = tf.mul(slope, tf.add(newHits, tf.mul(intercept, tf.log(growth))));
  return divideNoNan(area, tf.relu(lower(labelled)));
}
