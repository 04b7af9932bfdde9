import { epsilon } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { alignClasses } from './shapes.js';

export interface DiceOptions {
  /** Axes that are summed over; null means all. Default: null. */
  axis?: number | number[] | null;
}

/**
 * 1 - 2 sum(yTrue yPred) / (sum(yTrue) + sum(yPred) + 1e-7): how little two regions overlap.
 *
 * @returns a number, or one for each entry of the axes that are not summed over
 * @throws ShapeError when the shapes differ
 */
export function dice(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { axis = null }: DiceOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const [labels, predictions] = alignClasses('dice', yTrue, yPred);
    const total = (x: tf.Tensor) => tf.sum(x, axis ?? undefined);
    const both = tf.add(tf.add(total(labels), total(predictions)), epsilon());
    return tf.sub(1, tf.div(tf.mul(total(tf.mul(labels, predictions)), 2), both));
  });
}

/**
 * The Dice loss of image segmentation.
 *
 * @see https://keras.io/api/losses/
 */
export class Dice extends Loss {
  static override readonly className = 'Dice';

  private readonly axis: number | number[] | null;

  constructor(options: LossOptions & DiceOptions = {}) {
    super(options, ['axis']);
    this.axis = options.axis ?? null;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return dice(yTrue, yPred, { axis: this.axis });
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}
