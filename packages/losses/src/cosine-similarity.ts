import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { l2Normalize } from './numerics.js';
import { alignPair } from './shapes.js';

export interface CosineSimilarityOptions {
  /** Axis of the vectors that are compared. Default: -1. */
  axis?: number;
}

/**
 * -sum(l2norm(yTrue) l2norm(yPred)) along an axis: -1 where the directions agree, 0 where they are
 * orthogonal, 1 where they are opposite.
 *
 * @returns one number per vector
 * @throws ShapeError when labels and predictions do not fit
 */
export function cosineSimilarity(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { axis = -1 }: CosineSimilarityOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('cosineSimilarity', yTrue, yPred);
    return tf.neg(tf.sum(tf.mul(l2Normalize(labels, axis), l2Normalize(predictions, axis)), axis));
  });
}

/**
 * The negative cosine of the angle between labels and predictions.
 *
 * @see https://keras.io/api/losses/regression_losses/#cosinesimilarity-class
 */
export class CosineSimilarity extends Loss {
  static override readonly className = 'CosineSimilarity';

  private readonly axis: number;

  constructor(options: LossOptions & CosineSimilarityOptions = {}) {
    super(options, ['axis']);
    this.axis = options.axis ?? -1;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return cosineSimilarity(yTrue, yPred, { axis: this.axis });
  }

  // Keras writes no axis here but reads one
  override getConfig(): Record<string, unknown> {
    return this.axis === -1 ? super.getConfig() : { ...super.getConfig(), axis: this.axis };
  }
}
