import { checkPositiveInteger, ValueError } from '@ibexjs/core';
import { sizeOf, type NdArray } from '@ibexjs/formats';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Keras' `to_categorical`: whole numbers as one-hot rows.
 *
 * ```ts
 * toCategorical([0, 2, 1]); // [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
 * ```
 *
 * @param y classes from 0 on, as numbers, an array read from a file, or a tensor. A last axis of 1 is
 *   dropped, as in Keras
 * @param numClasses default: the largest class plus one; a tensor needs it, since its numbers are
 *   not read
 * @returns float32, of y's shape with `numClasses` added
 * @throws ValueError for negative, broken or too large classes
 */
export function toCategorical(
  y: ArrayLike<number> | NdArray | tf.Tensor,
  numClasses?: number,
): tf.Tensor {
  if (numClasses !== undefined) checkPositiveInteger('toCategorical', 'numClasses', numClasses);
  if (y instanceof tf.Tensor) return categoricalTensor(y, numClasses);
  const shape = 'shape' in y ? y.shape : [y.length];
  const classes = 'shape' in y ? Array.from(y.data as ArrayLike<number | bigint>, Number) : y;
  let most = -1;
  for (let i = 0; i < classes.length; i++) most = Math.max(most, check(classes[i]!, numClasses));
  const width = numClasses ?? most + 1;
  const rows = outerShape(shape);
  const values = new Float32Array(sizeOf(rows) * width);
  for (let i = 0; i < classes.length; i++) values[i * width + classes[i]!] = 1;
  return tf.tensor(values, [...rows, width]);
}

function check(value: number, numClasses: number | undefined): number {
  if (Number.isInteger(value) && value >= 0 && value < (numClasses ?? Infinity)) return value;
  throw new ValueError(
    `toCategorical: classes must be whole numbers from 0${numClasses ? ` to ${numClasses - 1}` : ' on'}; received ${value}.`,
  );
}

function categoricalTensor(y: tf.Tensor, numClasses: number | undefined): tf.Tensor {
  if (numClasses === undefined) {
    throw new ValueError(
      'toCategorical: a tensor needs "numClasses", since its numbers are not read.',
    );
  }
  return tf.tidy(() => {
    const classes = tf.reshape(tf.cast(y, 'int32'), outerShape(y.shape));
    // asked for floats, tfjs's wasm kernel writes the bits of whole numbers
    return tf.cast(tf.oneHot(classes, numClasses), 'float32');
  });
}

function outerShape(shape: readonly number[]): number[] {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : [...shape];
}
