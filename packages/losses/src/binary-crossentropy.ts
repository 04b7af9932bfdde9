import { epsilon, logitsOf } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { smoothLabels } from './numerics.js';
import { alignClasses } from './shapes.js';
import { sigmoidCrossEntropy } from './sigmoid-cross-entropy.js';

export interface BinaryCrossentropyOptions {
  /** Whether predictions are logits rather than probabilities. Default: false. */
  fromLogits?: boolean;
  /** In [0, 1]: how far labels move towards 0.5. Default: 0. */
  labelSmoothing?: number;
  /** Axis that the mean is taken over. Default: -1. */
  axis?: number;
}

/** -(z log(p) + (1 - z) log(1 - p)) of each element, p cut to [1e-7, 1 - 1e-7]. */
export function crossentropyOfProbabilities(labels: tf.Tensor, p: tf.Tensor): tf.Tensor {
  const clipped = tf.clipByValue(p, epsilon(), 1 - epsilon());
  const ones = tf.mul(labels, tf.log(clipped));
  const zeros = tf.mul(tf.sub(1, labels), tf.log(tf.sub(1, clipped)));
  return tf.neg(tf.add(ones, zeros));
}

/**
 * mean(-(yTrue log(yPred) + (1 - yTrue) log(1 - yPred))) over the last axis, for labels 0 and 1.
 * Probabilities are cut to [1e-7, 1 - 1e-7]; those that a sigmoid just made count as its logits.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when the shapes differ
 */
export function binaryCrossentropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits = false, labelSmoothing = 0, axis = -1 }: BinaryCrossentropyOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const noted = logitsOf(yPred, 'sigmoid');
    const [given, predictions] = alignClasses('binaryCrossentropy', yTrue, noted ?? yPred);
    const labels = smoothLabels(given, labelSmoothing, 2);
    const losses =
      fromLogits || noted
        ? sigmoidCrossEntropy(labels, predictions)
        : crossentropyOfProbabilities(labels, predictions);
    return tf.mean(losses, axis);
  });
}

/**
 * The crossentropy between labels 0 and 1 and the predicted probabilities of 1, for one unit or
 * several independent ones.
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class
 */
export class BinaryCrossentropy extends Loss {
  static override readonly className = 'BinaryCrossentropy';

  private readonly fromLogits: boolean;
  private readonly labelSmoothing: number;
  private readonly axis: number;

  constructor(options: LossOptions & BinaryCrossentropyOptions = {}) {
    super(options, ['fromLogits', 'labelSmoothing', 'axis']);
    this.fromLogits = options.fromLogits ?? false;
    this.labelSmoothing = options.labelSmoothing ?? 0;
    this.axis = options.axis ?? -1;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return binaryCrossentropy(yTrue, yPred, {
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
