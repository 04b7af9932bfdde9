import { ShapeError, toFloat, ValueError, type Variable } from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import { increase } from '../metric.js';

/** The four outcomes of a yes-or-no prediction. */
export interface ConfusionVariables {
  truePositives?: Variable;
  falsePositives?: Variable;
  trueNegatives?: Variable;
  falseNegatives?: Variable;
}

export interface CountOptions {
  thresholds: readonly number[];
  /** Whether only the k highest predictions of each sample can be yes. */
  topK?: number | null;
  /** The one class that is looked at. */
  classId?: number | null;
  sampleWeight?: tf.Tensor | null;
  /** Whether each label (last axis) is counted by itself: variables are [thresholds, labels]. */
  multiLabel?: boolean;
  labelWeights?: tf.Tensor | null;
}

/** What a prediction outside the k highest becomes: below every threshold. */
const NEVER = -1e10;

/** Default threshold where `topK` decides alone: above `NEVER`'s neighbours, below all else. */
export const TOP_K_THRESHOLD = -1e10;

/** Thresholds i / (n - 1), as AUC and its like use them: a bucket can be computed from a value. */
function areEven(thresholds: readonly number[]): boolean {
  if (thresholds.length < 3) return false;
  const last = thresholds.length - 1;
  return thresholds.every((threshold, i) => Math.abs(threshold - i / last) <= 2e-7);
}

/** @throws ValueError for a threshold outside [0, 1] */
export function checkThresholds(
  where: string,
  thresholds: number | readonly number[] | null | undefined,
  otherwise: number,
): number[] {
  if (thresholds === null || thresholds === undefined) return [otherwise];
  const list = typeof thresholds === 'number' ? [thresholds] : [...thresholds];
  const outside = list.filter((threshold) => !(threshold >= 0 && threshold <= 1));
  if (outside.length > 0 || list.length === 0) {
    throw new ValueError(
      `${where}: thresholds must lie in [0, 1]; received ${list.length === 0 ? 'none' : outside.join(', ')}.`,
    );
  }
  return list;
}

/** Predictions with all but the k highest of the last axis made impossible. */
function onlyTopK(predictions: tf.Tensor, k: number): tf.Tensor {
  const { indices } = tf.topk(predictions, k);
  const kept = tf.sum(toFloat(tf.oneHot(tf.cast(indices, 'int32'), predictions.shape.at(-1)!)), -2);
  return tf.add(tf.mul(predictions, kept), tf.mul(tf.sub(1, kept), NEVER));
}

function classOnly(x: tf.Tensor, classId: number): tf.Tensor {
  const begin = x.shape.map(() => 0);
  begin[x.rank - 1] = classId;
  const size = [...x.shape];
  size[x.rank - 1] = 1;
  return tf.slice(x, begin, size);
}

/**
 * Counts a batch's outcomes at each threshold and adds them to the variables. Predictions above a
 * threshold are yes. Call it inside a tidy.
 */
export function countOutcomes(
  variables: ConfusionVariables,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: CountOptions,
): void {
  const { thresholds, topK, classId, sampleWeight, multiLabel = false, labelWeights } = options;
  let [predictions, labels] = alignRanks(toFloat(yPred), toFloat(yTrue));
  if (!tf.util.arraysEqual(predictions.shape, labels.shape)) {
    throw new ShapeError(
      `Labels of shape [${yTrue.shape.join(', ')}] do not fit predictions of shape [${yPred.shape.join(', ')}]: this metric takes a label 0 or 1 for each prediction. For class numbers as labels make them one-hot with toCategorical.`,
    );
  }
  let weights: tf.Tensor | null = null;
  if (sampleWeight) {
    const column = tf.expandDims(toFloat(sampleWeight), -1);
    weights = alignRanks(labels, column, false)[1];
  }
  if (topK != null) predictions = onlyTopK(predictions, topK);
  if (classId != null) {
    if (predictions.rank === 1) {
      throw new ShapeError(
        `With classId, predictions must have the shape [samples, classes]; received [${yPred.shape.join(', ')}].`,
      );
    }
    labels = classOnly(labels, classId);
    predictions = classOnly(predictions, classId);
  }
  weights = weights && tf.broadcastTo(weights, predictions.shape);
  if (labelWeights) {
    const byLabel = tf.broadcastTo(tf.expandDims(labelWeights, 0), predictions.shape);
    weights = weights ? tf.mul(weights, byLabel) : byLabel;
  }

  // from here on everything is [entries, labels], with one column unless labels count apart
  const columns = multiLabel ? predictions.shape.at(-1)! : 1;
  const flat = (x: tf.Tensor) => tf.reshape(x, [-1, columns]);
  const isTrue = toFloat(tf.notEqual(flat(labels), 0));
  const weightOf = weights && flat(weights);
  const positives = weightOf ? tf.mul(isTrue, weightOf) : isTrue;
  const negatives = weightOf ? tf.mul(tf.sub(1, isTrue), weightOf) : tf.sub(1, isTrue);

  const above = areEven(thresholds) ? aboveByBuckets : aboveByComparison;
  const tally = (weighted: tf.Tensor) => above(flat(predictions), weighted, thresholds);
  const add = (variable: Variable | undefined, counts: () => tf.Tensor) => {
    if (variable) increase(variable, tf.reshape(counts(), variable.shape));
  };
  const needsTrue = variables.truePositives ?? variables.falseNegatives;
  const needsFalse = variables.falsePositives ?? variables.trueNegatives;
  if (needsTrue) {
    const hits = tally(positives);
    add(variables.truePositives, () => hits);
    add(variables.falseNegatives, () => tf.sub(tf.sum(positives, 0, true), hits));
  }
  if (needsFalse) {
    const alarms = tally(negatives);
    add(variables.falsePositives, () => alarms);
    add(variables.trueNegatives, () => tf.sub(tf.sum(negatives, 0, true), alarms));
  }
}

/** Sum of the weights whose prediction lies above each threshold: [thresholds, labels]. */
function aboveByComparison(
  predictions: tf.Tensor,
  weights: tf.Tensor,
  thresholds: readonly number[],
): tf.Tensor {
  const limits = tf.reshape(tf.tensor1d([...thresholds]), [-1, 1, 1]);
  const yes = toFloat(tf.greater(tf.expandDims(predictions, 0), limits));
  return tf.sum(tf.mul(yes, tf.expandDims(weights, 0)), 1);
}

/**
 * The same for even thresholds in time that does not grow with their number: a prediction's bucket
 * is the highest threshold that it lies above; summed from the top, buckets give the counts.
 */
function aboveByBuckets(
  predictions: tf.Tensor,
  weights: tf.Tensor,
  thresholds: readonly number[],
): tf.Tensor {
  const [entries, columns] = predictions.shape as [number, number];
  const { length } = thresholds;
  const outside = thresholds[0]! < 0 || thresholds[length - 1]! > 1;
  const scaled = tf.mul(tf.clipByValue(predictions, 0, 1), length - 1);
  // row 0 takes what lies above no threshold; where the first is below 0, nothing does
  let row = tf.ceil(scaled);
  if (outside) row = tf.maximum(row, 1);
  const column = tf.tile(tf.reshape(tf.range(0, columns, 1, 'int32'), [1, columns]), [entries, 1]);
  const places = tf.stack([tf.cast(row, 'int32'), column], 2);
  const buckets = tf.scatterND(tf.reshape(places, [-1, 2]), tf.reshape(weights, [-1]), [
    length + 1,
    columns,
  ]);
  const above = tf.slice(buckets, [1, 0], [length, columns]);
  return tf.cumsum(above, 0, false, true);
}
