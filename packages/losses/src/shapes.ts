import { ShapeError, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Where two ranks differ by one and the longer ends in 1, that 1 is dropped (or, against a vector,
 * the vector gets one): labels of shape [n] fit predictions of shape [n, 1]. As Keras does.
 */
export function alignRanks(
  a: tf.Tensor,
  b: tf.Tensor,
  expandVectors = true,
): [tf.Tensor, tf.Tensor] {
  if (a.rank === b.rank + 1 && a.shape.at(-1) === 1) {
    return b.rank === 1 && expandVectors
      ? [a, tf.expandDims(b, -1)]
      : [tf.squeeze(a, [a.rank - 1]), b];
  }
  if (b.rank === a.rank + 1 && b.shape.at(-1) === 1) {
    return a.rank === 1 && expandVectors
      ? [tf.expandDims(a, -1), b]
      : [a, tf.squeeze(b, [b.rank - 1])];
  }
  return [a, b];
}

/** `[32, 10]`, for messages. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

function broadcasts(a: readonly number[], b: readonly number[]): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.every((size, i) => {
    const other = long[long.length - short.length + i];
    return size === other || size === 1 || other === 1;
  });
}

/**
 * Labels and predictions as floats of one rank, for losses that compare them element by element.
 *
 * @throws ShapeError when no broadcasting fits them
 */
export function alignPair(
  where: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
): [tf.Tensor, tf.Tensor] {
  const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
  if (!broadcasts(labels.shape, predictions.shape)) {
    throw new ShapeError(
      `${where}: labels of shape ${showShape(yTrue.shape)} do not fit predictions of shape ${showShape(yPred.shape)}; it compares them element by element. ` +
        (yTrue.rank < yPred.rank
          ? 'For class numbers as labels use sparseCategoricalCrossentropy or make them one-hot with toCategorical; else give the last layer as many units as a label has numbers.'
          : 'Give the last layer as many units as a label has numbers.'),
    );
  }
  return [labels, predictions];
}

/**
 * As `alignPair`, for losses over classes: the shapes must be equal.
 *
 * @throws ShapeError with the likely remedy
 */
export function alignClasses(
  where: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
): [tf.Tensor, tf.Tensor] {
  const [labels, predictions] = alignRanks(toFloat(yTrue), toFloat(yPred));
  if (!tf.util.arraysEqual(labels.shape, predictions.shape)) {
    const classes = predictions.shape.at(-1);
    const classNumbers =
      labels.rank === predictions.rank - 1 ||
      (labels.rank === predictions.rank && labels.shape.at(-1) === 1);
    throw new ShapeError(
      `${where}: labels of shape ${showShape(yTrue.shape)} and predictions of shape ${showShape(yPred.shape)} must have the same shape. ` +
        (classNumbers
          ? 'If the labels are class numbers, use sparseCategoricalCrossentropy, or make them one-hot with toCategorical.'
          : `Labels need one number per class and the last layer one unit per class (it has ${classes}).`),
    );
  }
  return [labels, predictions];
}
