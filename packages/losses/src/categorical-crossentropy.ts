import { epsilon, logitsOf } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { positiveAxis, smoothLabels } from './numerics.js';
import { alignClasses } from './shapes.js';
import { softmaxCrossEntropy } from './softmax-cross-entropy.js';

export interface CategoricalCrossentropyOptions {
  /** Whether predictions are logits rather than probabilities. Default: false. */
  fromLogits?: boolean;
  /** In [0, 1]: how far labels move towards the uniform distribution. Default: 0. */
  labelSmoothing?: number;
  /** Axis of the classes. Default: -1. */
  axis?: number;
}

/**
 * -sum(yTrue log(yPred)) over the classes, for one-hot labels. Probabilities are first divided by
 * their sum and cut to [1e-7, 1 - 1e-7]; those that a softmax just made count as its logits.
 *
 * @param yTrue one-hot or probabilities, of the shape of `yPred`
 * @returns one number per sample: the shape of `yPred` without the class axis
 * @throws ShapeError when the shapes differ; class numbers want `sparseCategoricalCrossentropy`
 */
export function categoricalCrossentropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits = false, labelSmoothing = 0, axis = -1 }: CategoricalCrossentropyOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const noted = logitsOf(yPred, 'softmax');
    const [given, predictions] = alignClasses('categoricalCrossentropy', yTrue, noted ?? yPred);
    const labels = smoothLabels(given, labelSmoothing, given.shape.at(-1)!);
    const classAxis = positiveAxis(axis, predictions.rank);
    if (fromLogits || noted) {
      const order = [...predictions.shape.keys()].filter((i) => i !== classAxis);
      if (classAxis === predictions.rank - 1) return softmaxCrossEntropy(labels, predictions);
      order.push(classAxis);
      return softmaxCrossEntropy(tf.transpose(labels, order), tf.transpose(predictions, order));
    }
    const normal = tf.div(predictions, tf.sum(predictions, classAxis, true));
    const clipped = tf.clipByValue(normal, epsilon(), 1 - epsilon());
    return tf.neg(tf.sum(tf.mul(labels, tf.log(clipped)), classAxis));
  });
}

/**
 * The crossentropy between one-hot labels and predicted class probabilities.
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class
 */
export class CategoricalCrossentropy extends Loss {
  static override readonly className = 'CategoricalCrossentropy';

  private readonly fromLogits: boolean;
  private readonly labelSmoothing: number;
  private readonly axis: number;

  constructor(options: LossOptions & CategoricalCrossentropyOptions = {}) {
    super(options, ['fromLogits', 'labelSmoothing', 'axis']);
    this.fromLogits = options.fromLogits ?? false;
    this.labelSmoothing = options.labelSmoothing ?? 0;
    this.axis = options.axis ?? -1;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return categoricalCrossentropy(yTrue, yPred, {
      fromLogits: this.fromLogits,
      labelSmoothing: this.labelSmoothing,
      axis: this.axis,
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      label_smoothing: this.labelSmoothing,
      axis: this.axis,
    };
  }
}
