import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';

export interface CircleOptions {
  /** Scale of the similarities. Default: 80. */
  gamma?: number;
  /** How far similarities may fall short of the ideal. Default: 0.4. */
  margin?: number;
  /** Whether a sample is no pair with itself. Default: true. */
  removeDiagonal?: boolean;
}

/** Which pairs have the same label (as 0 and 1), and which have another. */
function pairs(labels: tf.Tensor, removeDiagonal: boolean): { same: tf.Tensor; other: tf.Tensor } {
  const column = tf.reshape(labels, [-1, 1]);
  const equal = toFloat(tf.equal(column, tf.reshape(labels, [1, -1])));
  const size = labels.size;
  return {
    same: removeDiagonal ? tf.mul(equal, tf.sub(1, tf.eye(size))) : equal,
    other: tf.sub(1, equal),
  };
}

/**
 * log(sum(exp(x))) of each row over the entries that the mask keeps. A row without any gives minus
 * infinity.
 */
function maskedLogSumExp(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const kept = tf.where(tf.cast(mask, 'bool'), x, tf.fill(x.shape, -1e30));
  // the largest entry only shifts the sum, so no gradient need pass through it
  const largest = frozen(tf.max(kept, 1, true));
  const sum = tf.sum(tf.mul(tf.exp(tf.sub(kept, largest)), mask), 1);
  const any = tf.greater(sum, 0);
  const log = tf.log(tf.where(any, sum, tf.onesLike(sum)));
  const filled = tf.add(log, tf.squeeze(largest, [1]));
  return tf.where(any, filled, tf.fill(filled.shape, -Infinity));
}

/** The same values, through which no gradient passes. */
const frozen = tf.customGrad((x) => ({
  value: tf.clone(x as tf.Tensor),
  gradFunc: (dy: tf.Tensor) => tf.zerosLike(dy),
}));

/**
 * softplus(logsumexp over pairs of one label + logsumexp over pairs of two labels), each pair
 * weighed by how far its cosine similarity is from where it should be.
 *
 * @param yTrue class numbers, [n] or [n, 1]
 * @param yPred embeddings [n, size] of length 1 each
 * @returns [n]
 */
export function circle(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { gamma = 80, margin = 0.4, removeDiagonal = true }: CircleOptions = {},
): tf.Tensor {
  return tf.tidy(() => {
    const embeddings = toFloat(yPred) as tf.Tensor2D;
    const { same, other } = pairs(tf.cast(yTrue, 'int32'), removeDiagonal);
    const distance = tf.relu(tf.sub(1, tf.matMul(embeddings, embeddings, false, true)));
    const ofSame = tf.mul(
      tf.relu(tf.mul(tf.add(distance, margin), same)),
      tf.mul(tf.sub(margin, distance), -gamma),
    );
    const ofOther = tf.mul(
      tf.relu(tf.mul(tf.sub(1 + margin, distance), other)),
      tf.mul(tf.sub(1 - margin, distance), gamma),
    );
    const total = tf.add(maskedLogSumExp(ofSame, same), maskedLogSumExp(ofOther, other));
    return tf.softplus(total);
  });
}

/**
 * Pulls embeddings of one class together and pushes those of different classes apart (Sun et al.,
 * "Circle loss: a unified perspective of pair similarity optimization", 2020).
 *
 * @see https://keras.io/api/losses/
 */
export class Circle extends Loss {
  static override readonly className = 'Circle';

  private readonly options: Required<CircleOptions>;

  constructor(options: LossOptions & CircleOptions = {}) {
    super(options, ['gamma', 'margin', 'removeDiagonal']);
    this.options = {
      gamma: options.gamma ?? 80,
      margin: options.margin ?? 0.4,
      removeDiagonal: options.removeDiagonal ?? true,
    };
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return circle(yTrue, yPred, this.options);
  }

  // samples without a pair of either kind have no loss and are not counted
  protected override computeMask(_yTrue: tf.Tensor, losses: tf.Tensor): tf.Tensor {
    return tf.greater(losses, 0);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      gamma: this.options.gamma,
      margin: this.options.margin,
      remove_diagonal: this.options.removeDiagonal,
    };
  }
}
