import { epsilon, logitsOf, ShapeError, toFloat, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss, type LossOptions } from './loss.js';
import { positiveAxis } from './numerics.js';
import { showShape } from './shapes.js';
import { sparseSoftmaxCrossEntropy } from './softmax-cross-entropy.js';

export interface SparseCategoricalCrossentropyOptions {
  /** Whether predictions are logits rather than probabilities. Default: false. */
  fromLogits?: boolean;
  /** A class number whose samples do not count (padding, "void" pixels). Default: none. */
  ignoreClass?: number | null;
  /** Axis of the classes: the last. Default: -1. */
  axis?: number;
}

/** Class numbers as int32, without a last axis of 1 that predictions do not have. */
function classNumbers(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  const labels =
    yTrue.rank === yPred.rank && yTrue.shape.at(-1) === 1
      ? tf.squeeze(yTrue, [yTrue.rank - 1])
      : yTrue;
  const fits = tf.util.arraysEqual(labels.shape, yPred.shape.slice(0, -1));
  if (!fits) {
    const oneHot = tf.util.arraysEqual(yTrue.shape, yPred.shape);
    throw new ShapeError(
      `sparseCategoricalCrossentropy: labels of shape ${showShape(yTrue.shape)} do not fit predictions of shape ${showShape(yPred.shape)}; it takes one class number per prediction, here shape ${showShape(yPred.shape.slice(0, -1))}. ` +
        (oneHot
          ? 'For one-hot labels use categoricalCrossentropy.'
          : 'The last layer needs one unit per class.'),
    );
  }
  return tf.cast(labels, 'int32');
}

/**
 * -log(yPred[label]) for labels that are class numbers. Probabilities are cut to [1e-7, 1 - 1e-7];
 * those that a softmax just made count as its logits. A label that is not a class gives NaN.
 *
 * @param yTrue class numbers, of the shape of `yPred` without its last axis (or 1 there)
 * @returns one number per sample; 0 where the label is `ignoreClass`
 * @throws ShapeError for labels of another shape; one-hot ones want `categoricalCrossentropy`
 */
export function sparseCategoricalCrossentropy(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  { fromLogits = false, ignoreClass = null, axis = -1 }: SparseCategoricalCrossentropyOptions = {},
): tf.Tensor {
  if (positiveAxis(axis, yPred.rank) !== yPred.rank - 1) {
    throw new ValueError(
      `sparseCategoricalCrossentropy: only the last axis can hold the classes; received axis ${axis}.`,
    );
  }
  return tf.tidy(() => {
    let labels = classNumbers(yTrue, yPred);
    const noted = logitsOf(yPred, 'softmax');
    let logits = toFloat(noted ?? yPred);
    if (!fromLogits && !noted) logits = tf.log(tf.clipByValue(logits, epsilon(), 1 - epsilon()));
    if (ignoreClass === null) return sparseSoftmaxCrossEntropy(labels, logits);

    const valid = tf.notEqual(labels, tf.scalar(ignoreClass, 'int32'));
    labels = tf.where(valid, labels, tf.zerosLike(labels));
    const losses = sparseSoftmaxCrossEntropy(labels, logits);
    return tf.where(valid, losses, tf.zerosLike(losses));
  });
}

/**
 * The crossentropy between class numbers and predicted class probabilities.
 *
 * @see https://keras.io/api/losses/probabilistic_losses/#sparsecategoricalcrossentropy-class
 */
export class SparseCategoricalCrossentropy extends Loss {
  static override readonly className = 'SparseCategoricalCrossentropy';

  private readonly fromLogits: boolean;
  private readonly ignoreClass: number | null;
  private readonly axis: number;

  constructor(options: LossOptions & SparseCategoricalCrossentropyOptions = {}) {
    super(options, ['fromLogits', 'ignoreClass', 'axis']);
    this.fromLogits = options.fromLogits ?? false;
    this.ignoreClass = options.ignoreClass ?? null;
    this.axis = options.axis ?? -1;
  }

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return sparseCategoricalCrossentropy(yTrue, yPred, {
      fromLogits: this.fromLogits,
      ignoreClass: this.ignoreClass,
      axis: this.axis,
    });
  }

  protected override computeMask(yTrue: tf.Tensor, losses: tf.Tensor): tf.Tensor | null {
    if (this.ignoreClass === null) return null;
    const labels = tf.cast(tf.reshape(yTrue, losses.shape), 'int32');
    return tf.notEqual(labels, tf.scalar(this.ignoreClass, 'int32'));
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      ignore_class: this.ignoreClass,
    };
  }
}
