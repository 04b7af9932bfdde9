import { toSnakeCase } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';

/** The loss of each sample, as a plain function. */
export type LossFunction = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** A loss made of a function of labels and predictions: Keras' LossFunctionWrapper. */
export class LossFunctionWrapper extends Loss {
  static override readonly className = 'LossFunctionWrapper';

  constructor(
    readonly fn: LossFunction,
    options: LossOptions = {},
  ) {
    super({ name: toSnakeCase(fn.name) || 'loss', ...options });
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return this.fn(yTrue, yPred);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), fn: this.fn.name };
  }
}
