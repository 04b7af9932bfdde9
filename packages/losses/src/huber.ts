import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { alignPair } from './shapes.js';

export interface HuberOptions {
  /** Where the loss turns from quadratic to linear. Default: 1. */
  delta?: number;
}

/**
 * mean of error²/2 where |error| <= delta, else delta |error| - delta²/2, over the last axis.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when labels and predictions do not fit
 */
export function huber(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { delta = 1 }: HuberOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignPair('huber', yTrue, yPred);
    const error = tf.sub(predictions, labels);
    const size = tf.abs(error);
    const quadratic = tf.mul(tf.square(error), 0.5);
    const linear = tf.sub(tf.mul(size, delta), 0.5 * delta * delta);
    return tf.mean(tf.where(tf.lessEqual(size, delta), quadratic, linear), -1);
  });
}

/**
 * Quadratic for small errors, linear for large ones (Huber 1964).
 *
 * @see https://keras.io/api/losses/regression_losses/#huber-class
 */
export class Huber extends Loss {
  static override readonly className = 'Huber';

  private readonly delta: number;

  constructor(options: LossOptions & HuberOptions = {}) {
    super({ ...options, name: options.name ?? 'huber_loss' }, ['delta']);
    this.delta = options.delta ?? 1;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return huber(yTrue, yPred, { delta: this.delta });
  }

  // Keras writes no delta here but reads one
  override getConfig(): Record<string, unknown> {
    return this.delta === 1 ? super.getConfig() : { ...super.getConfig(), delta: this.delta };
  }
}
