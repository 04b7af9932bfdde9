import { cosineSimilarity as negativeCosine } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/** The cosine of the angle between label and prediction: the loss's value without its minus. */
export function cosineSimilarity(yTrue: tf.Tensor, yPred: tf.Tensor, axis = -1): tf.Tensor {
  return tf.tidy(() => tf.neg(negativeCosine(yTrue, yPred, { axis })));
}

/** tfjs' name of the cosine similarity loss: minus the cosine. */
export function cosineProximity(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return negativeCosine(yTrue, yPred);
}

/**
 * The mean cosine of the angles between labels and predictions.
 *
 * @see https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class
 */
export class CosineSimilarity extends MeanOfFunction {
  static override readonly className = 'CosineSimilarity';

  private readonly axis: number;

  constructor({ axis = -1, ...options }: MetricOptions & { axis?: number } = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => cosineSimilarity(yTrue, yPred, axis);
    super({ ...options, fn }, ['axis'], 'cosine_similarity');
    this.axis = axis;
  }

  // Keras writes no axis here but reads one
  override getConfig(): Record<string, unknown> {
    return this.axis === -1 ? super.getConfig() : { ...super.getConfig(), axis: this.axis };
  }
}
