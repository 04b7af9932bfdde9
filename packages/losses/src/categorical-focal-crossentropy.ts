import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { positiveAxis, smoothLabels } from './numerics.js';
import { alignClasses } from './shapes.js';

export interface CategoricalFocalCrossentropyOptions {
  /** Weight of the loss. Default: 0.25. */
  alpha?: number;
  /** How strongly well-predicted samples are played down; 0 is plain crossentropy. Default: 2. */
  gamma?: number;
  /** Whether predictions are logits rather than probabilities. Default: false. */
  fromLogits?: boolean;
  /** In [0, 1]: how far labels move towards the uniform distribution. Default: 0. */
  labelSmoothing?: number;
  /** Axis of the classes. Default: -1. */
  axis?: number;
}

/**
 * -sum(alpha (1 - yPred)^gamma yTrue log(yPred)) over the classes, for one-hot labels.
 * Probabilities are first divided by their sum and cut to [1e-7, 1 - 1e-7].
 *
 * @returns one number per sample: the shape of `yPred` without the class axis
 * @throws ShapeError when the shapes differ
 */
export function categoricalFocalCrossentropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  options: CategoricalFocalCrossentropyOptions = {},
): tf.Tensor {
  const { alpha = 0.25, gamma = 2, fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  return tf.tidy(() => {
    const [given, predictions] = alignClasses('categoricalFocalCrossentropy', yTrue, yPred);
    const labels = smoothLabels(given, labelSmoothing, given.shape.at(-1)!);
    const classAxis = positiveAxis(axis, predictions.rank);
    const p = fromLogits ? tf.softmax(predictions, classAxis) : predictions;
    const normal = tf.div(p, tf.sum(p, classAxis, true));
    const clipped = tf.clipByValue(normal, epsilon(), 1 - epsilon());
    const focus = tf.mul(tf.pow(tf.sub(1, clipped), gamma), alpha);
    return tf.neg(tf.sum(tf.mul(focus, tf.mul(labels, tf.log(clipped))), classAxis));
  });
}

/**
 * Crossentropy over classes that plays down what is predicted well (Lin et al., "Focal loss for
 * dense object detection", 2018).
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class
 */
export class CategoricalFocalCrossentropy extends Loss {
  static override readonly className = 'CategoricalFocalCrossentropy';

  private readonly options: Required<CategoricalFocalCrossentropyOptions>;

  constructor(options: LossOptions & CategoricalFocalCrossentropyOptions = {}) {
    super(options, ['alpha', 'gamma', 'fromLogits', 'labelSmoothing', 'axis']);
    this.options = {
      alpha: options.alpha ?? 0.25,
      gamma: options.gamma ?? 2,
      fromLogits: options.fromLogits ?? false,
      labelSmoothing: options.labelSmoothing ?? 0,
      axis: options.axis ?? -1,
    };
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return categoricalFocalCrossentropy(yTrue, yPred, this.options);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.options.fromLogits,
      label_smoothing: this.options.labelSmoothing,
      axis: this.options.axis,
      alpha: this.options.alpha,
      gamma: this.options.gamma,
    };
  }
}
