import { toFloat } from '@ibexjs/core';
import { alignRanks, applyMask } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

type Reduce = (x: tf.Tensor, axes: number[]) => tf.Tensor;

function axesFrom(first: number, rank: number): number[] {
  return Array.from({ length: rank - first }, (_, i) => first + i);
}

/**
 * One weighted value and one weight per sample, from values of any rank and weights of a lower or
 * equal one. Call it inside a tidy.
 *
 * @param reduce takes together what one sample, or one weight, has several of
 * @param mask 1 or true where a value counts
 */
export function samplewise(
  given: tf.Tensor,
  sampleWeight: tf.Tensor | null,
  reduce: Reduce,
  mask: tf.Tensor | null = null,
): { values: tf.Tensor; weights: tf.Tensor | null } {
  let values = toFloat(given);
  let weights = applyMask(sampleWeight, mask, 'sum');
  if (weights !== null) {
    [values, weights] = alignRanks(values, toFloat(weights));
    const { rank } = weights;
    if (values.rank > rank) values = reduce(values, axesFrom(rank, values.rank));
    if (!tf.util.arraysEqual(weights.shape, values.shape)) {
      weights = tf.broadcastTo(weights, values.shape);
    }
    values = tf.mul(values, weights);
    if (rank > 1) weights = reduce(weights, axesFrom(1, rank));
  }
  if (values.rank > 1) values = reduce(values, axesFrom(1, values.rank));
  return { values, weights };
}
