import { ShapeError, ValueError, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { alignRanks, showShape } from './shapes.js';

export interface CategoricalGeneralizedCrossEntropyOptions {
  /** In (0, 1): near 0 it is crossentropy, near 1 mean absolute error. Default: 0.5. */
  q?: number;
}

/**
 * (1 - p^q) / q, p the probability given to the label.
 *
 * @param yTrue class numbers, of the shape of `yPred` without its last axis
 * @param yPred probabilities
 * @returns one number per sample
 * @throws ShapeError when labels and predictions do not fit
 */
export function categoricalGeneralizedCrossEntropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { q = 0.5 }: CategoricalGeneralizedCrossEntropyOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [labels] = alignRanks(yTrue, yPred);
    const classNumbers =
      labels.rank === yPred.rank ? tf.squeeze(labels, [labels.rank - 1]) : labels;
    if (!tf.util.arraysEqual(classNumbers.shape, yPred.shape.slice(0, -1))) {
      throw new ShapeError(
        `categoricalGeneralizedCrossEntropy: labels of shape ${showShape(yTrue.shape)} do not fit predictions of shape ${showShape(yPred.shape)}; it takes one class number per prediction.`,
      );
    }
    const oneHot = tf.oneHot(tf.cast(classNumbers, 'int32'), yPred.shape.at(-1)!);
    const p = tf.sum(tf.mul(toFloat(yPred), oneHot), -1);
    return tf.div(tf.sub(1, tf.pow(p, q)), q);
  });
}

/**
 * A crossentropy that noisy labels disturb less (Zhang and Sabuncu, "Generalized cross entropy loss
 * for training deep neural networks with noisy labels", 2018). Labels are class numbers.
 *
 * @see https://keras.io/api/losses/probabilistic_losses/
 */
export class CategoricalGeneralizedCrossEntropy extends Loss {
  static override readonly className = 'CategoricalGeneralizedCrossEntropy';

  private readonly q: number;

  constructor(options: LossOptions & CategoricalGeneralizedCrossEntropyOptions = {}) {
    super(options, ['q']);
    this.q = options.q ?? 0.5;
    if (!(this.q > 0 && this.q < 1)) {
      throw new ValueError(
        `CategoricalGeneralizedCrossEntropy: option "q" must lie between 0 and 1; received ${this.q}.`,
      );
    }
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return categoricalGeneralizedCrossEntropy(yTrue, yPred, { q: this.q });
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), q: this.q };
  }
}
