import { ValueError } from '@ibexjs/core';
import { sizeOf, type NdArray, type TypedArray } from '@ibexjs/formats';
import * as tf from '@tensorflow/tfjs-core';

/** Anything whose first axis counts samples. */
export type Rows = readonly unknown[] | TypedArray | NdArray | tf.Tensor;

/** Number of samples. */
export function rowCount(rows: Rows): number {
  if (!('shape' in rows)) return rows.length;
  const [count] = rows.shape;
  if (count !== undefined) return count;
  throw new ValueError('A scalar has no samples to choose from.');
}

/** Some samples in a given order, as what they came in. Tensors are new ones. */
export function takeRows<T extends Rows>(rows: T, indices: readonly number[]): T {
  return take(rows, indices) as T;
}

function take(rows: Rows, indices: readonly number[]): Rows {
  if (rows instanceof tf.Tensor) {
    return tf.tidy(() => tf.gather(rows, tf.tensor1d([...indices], 'int32')));
  }
  if (!('shape' in rows)) return takeItems(rows, indices, 1) as Rows;
  const shape = rows.shape.slice(1);
  const data = takeItems(rows.data, indices, sizeOf(shape)) as NdArray['data'];
  return { ...rows, shape: [indices.length, ...shape], data };
}

function takeItems(
  items: ArrayLike<unknown>,
  indices: readonly number[],
  width: number,
): ArrayLike<unknown> {
  const size = indices.length * width;
  const out = Array.isArray(items)
    ? new Array<unknown>(size)
    : new (
        items.constructor as { new (size: number): { [index: number]: unknown; length: number } }
      )(size);
  indices.forEach((row, i) => {
    for (let j = 0; j < width; j++) out[i * width + j] = items[row * width + j];
  });
  return out;
}
