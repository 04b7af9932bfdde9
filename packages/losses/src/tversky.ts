import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { alignClasses } from './shapes.js';

export interface TverskyOptions {
  /** Weight of what is in the label alone. Default: 0.5. */
  alpha?: number;
  /** Weight of what is in the prediction alone. Default: 0.5. */
  beta?: number;
  /** Axes that are summed over; null means all. Default: null. */
  axis?: number | number[] | null;
}

/**
 * 1 - both / (both + alpha onlyTrue + beta onlyPredicted + 1e-7), with both = sum(yTrue yPred).
 *
 * @returns a number, or one for each entry of the axes that are not summed over
 * @throws ShapeError when the shapes differ
 */
export function tversky(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { alpha = 0.5, beta = 0.5, axis = null }: TverskyOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignClasses('tversky', yTrue, yPred);
    const total = (x: tf.Tensor) => tf.sum(x, axis ?? undefined);
    const both = total(tf.mul(labels, predictions));
    const onlyTrue = total(tf.mul(tf.sub(1, predictions), labels));
    const onlyPredicted = total(tf.mul(predictions, tf.sub(1, labels)));
    const weighted = tf.add(tf.mul(onlyTrue, alpha), tf.mul(onlyPredicted, beta));
    return tf.sub(1, tf.div(both, tf.add(tf.add(both, weighted), epsilon())));
  });
}

/**
 * The Dice loss with weights for the two kinds of error (Salehi et al., "Tversky loss function for
 * image segmentation using 3D fully convolutional deep networks", 2017).
 *
 * @see https://keras.io/api/losses/
 */
export class Tversky extends Loss {
  static override readonly className = 'Tversky';

  private readonly options: Required<TverskyOptions>;

  constructor(options: LossOptions & TverskyOptions = {}) {
    super(options, ['alpha', 'beta', 'axis']);
    this.options = {
      alpha: options.alpha ?? 0.5,
      beta: options.beta ?? 0.5,
      axis: options.axis ?? null,
    };
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return tversky(yTrue, yPred, this.options);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), ...this.options };
  }
}
