import { checkChoice, divideNoNan, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { alignRanks } from './shapes.js';

/** How the losses of a batch become one number. null is 'none'. */
export type Reduction =
  'sum_over_batch_size' | 'mean' | 'sum' | 'mean_with_sample_weight' | 'none' | null;

const REDUCTIONS = [
  'sum_over_batch_size',
  'mean',
  'sum',
  'mean_with_sample_weight',
  'none',
] as const;

/** A reduction in Keras' spelling; camelCase is taken too. */
export function checkReduction(where: string, reduction: string | null): Reduction {
  return reduction === null ? null : checkChoice(where, 'reduction', reduction, REDUCTIONS);
}

/**
 * Weights with a mask worked in. For means, what remains weighs total/valid, so that the mean is
 * taken over the valid entries alone.
 */
export function applyMask(
  sampleWeight: tf.Tensor | null,
  mask: tf.Tensor | null,
  reduction: Reduction,
): tf.Tensor | null {
  if (mask === null) return sampleWeight;
  let weights = toFloat(mask);
  if (reduction === 'mean' || reduction === 'sum_over_batch_size') {
    weights = tf.mul(weights, divideNoNan(tf.scalar(mask.size), tf.sum(weights)));
  }
  if (sampleWeight === null) return weights;
  const [maskWeights, given] = alignRanks(weights, toFloat(sampleWeight));
  return tf.mul(given, maskWeights);
}

/** Weights, masks and reduces the losses of single samples. Call it inside a tidy. */
export function reduceWeighted(
  losses: tf.Tensor,
  sampleWeight: tf.Tensor | null,
  mask: tf.Tensor | null,
  reduction: Reduction,
): tf.Tensor {
  let values = losses;
  let weights = applyMask(sampleWeight, mask, reduction);
  if (weights !== null) {
    [values, weights] = alignRanks(values, toFloat(weights));
    values = tf.mul(values, weights);
  }
  if (reduction === null || reduction === 'none' || values.rank === 0 || values.size === 0) {
    return values;
  }
  if (reduction === 'sum') return tf.sum(values);
  if (reduction === 'mean_with_sample_weight' && weights !== null) {
    return divideNoNan(tf.sum(values), tf.sum(weights));
  }
  return tf.mean(values);
}
