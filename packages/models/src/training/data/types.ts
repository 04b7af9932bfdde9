import type * as tf from '@tensorflow/tfjs-core';

/** Typed arrays that tensors are made from. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray;

/** Numbers, booleans or strings in lists in lists. */
export type NestedArray = readonly (number | boolean | string | NumberArray | NestedArray)[];

/** Elements in row-major order with their shape, as the readers of `@ibexjs/formats` give them. */
export interface ShapedArray {
  readonly data: NumberArray | BigInt64Array | BigUint64Array | readonly unknown[];
  readonly shape: readonly number[];
  readonly dtype?: string;
}

/** One array of samples: the first axis counts them. */
export type ArrayInput = tf.Tensor | NumberArray | NestedArray | ShapedArray;

/** The data of one side of a model: one array, or one for each input or output. */
export type DataInput = ArrayInput | readonly ArrayInput[] | Readonly<Record<string, ArrayInput>>;

/** A batch as an iterable yields it. */
export type BatchInput =
  | { readonly xs: DataInput; readonly ys?: DataInput | null }
  | {
      readonly x: DataInput;
      readonly y?: DataInput | null;
      readonly sampleWeight?: DataInput | null;
    }
  | readonly [DataInput, (DataInput | null)?, (DataInput | null)?]
  | tf.Tensor;

/** A data set of TensorFlow.js: what has `iterator()`. */
export interface DatasetLike {
  readonly size?: number | null;
  iterator(): Promise<{ next(): Promise<{ value: unknown; done: boolean }> }>;
}

/**
 * Batches one after the other: an iterable, which is gone through anew in every epoch, a function
 * that starts one (a generator function), or a data set.
 */
export type BatchIterable =
  | Iterable<BatchInput>
  | AsyncIterable<BatchInput>
  | (() => Iterator<BatchInput> | AsyncIterator<BatchInput>)
  | DatasetLike;

/** What a model has on one side: how many tensors, and what they are called. */
export interface Side {
  /** What the side is called in messages: input, output. */
  readonly what: string;
  /** null when the model cannot tell before it is called. */
  readonly names: readonly string[] | null;
  /** Types to cast to; null leaves the data's own. */
  readonly dtypes: readonly (tf.DataType | null)[] | null;
}
