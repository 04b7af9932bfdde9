import * as tf from '@tensorflow/tfjs-core';

import { crossentropyOfProbabilities } from './binary-crossentropy.js';
import { Loss, type LossOptions } from './loss.js';
import { smoothLabels } from './numerics.js';
import { alignClasses } from './shapes.js';

export interface BinaryFocalCrossentropyOptions {
  /** Whether label 1 weighs alpha and label 0 weighs 1 - alpha. Default: false. */
  applyClassBalancing?: boolean;
  /** Weight of label 1. Default: 0.25. */
  alpha?: number;
  /** How strongly well-predicted samples are played down; 0 is plain crossentropy. Default: 2. */
  gamma?: number;
  /** Whether predictions are logits rather than probabilities. Default: false. */
  fromLogits?: boolean;
  /** In [0, 1]: how far labels move towards 0.5. Default: 0. */
  labelSmoothing?: number;
  /** Axis that the mean is taken over. Default: -1. */
  axis?: number;
}

/**
 * mean((1 - p_t)^gamma crossentropy) over the last axis, p_t the probability given to the label.
 *
 * @returns one number per sample: the shape of `yPred` without its last axis
 * @throws ShapeError when the shapes differ
 */
export function binaryFocalCrossentropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: BinaryFocalCrossentropyOptions = {},
): tf.Tensor {
  const { applyClassBalancing = false, alpha = 0.25, gamma = 2 } = options;
  const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  return tf.tidy(() => {
    const [given, predictions] = alignClasses('binaryFocalCrossentropy', yTrue, yPred);
    const labels = smoothLabels(given, labelSmoothing, 2);
    const p = fromLogits ? tf.sigmoid(predictions) : predictions;
    const zeros = tf.sub(1, labels);
    const ofLabel = tf.add(tf.mul(labels, p), tf.mul(zeros, tf.sub(1, p)));
    const focus = tf.pow(tf.sub(1, ofLabel), gamma);
    let losses = tf.mul(focus, crossentropyOfProbabilities(labels, p));
    if (applyClassBalancing) {
      losses = tf.mul(losses, tf.add(tf.mul(labels, alpha), tf.mul(zeros, 1 - alpha)));
    }
    return tf.mean(losses, axis);
  });
}

/**
 * Binary crossentropy that plays down what is predicted well (Lin et al., "Focal loss for dense
 * object detection", 2018).
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class
 */
export class BinaryFocalCrossentropy extends Loss {
  static override readonly className = 'BinaryFocalCrossentropy';

  private readonly options: Required<BinaryFocalCrossentropyOptions>;

  constructor(options: LossOptions & BinaryFocalCrossentropyOptions = {}) {
    super(options, [
      'applyClassBalancing',
      'alpha',
      'gamma',
      'fromLogits',
      'labelSmoothing',
      'axis',
    ]);
    this.options = {
      applyClassBalancing: options.applyClassBalancing ?? false,
      alpha: options.alpha ?? 0.25,
      gamma: options.gamma ?? 2,
      fromLogits: options.fromLogits ?? false,
      labelSmoothing: options.labelSmoothing ?? 0,
      axis: options.axis ?? -1,
    };
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return binaryFocalCrossentropy(yTrue, yPred, this.options);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.options.fromLogits,
      label_smoothing: this.options.labelSmoothing,
      axis: this.options.axis,
      apply_class_balancing: this.options.applyClassBalancing,
      alpha: this.options.alpha,
      gamma: this.options.gamma,
    };
  }
}
