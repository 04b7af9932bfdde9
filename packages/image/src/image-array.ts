import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Numbers of one image in JavaScript's memory, row-major: what augmentation works on, as Keras'
 * works on NumPy arrays. Made of a tensor by `toImageArray`, and a tensor of it by
 * `tf.tensor3d(image.data, image.shape)`.
 */
export interface ImageArray {
  readonly data: Float32Array;
  /** (height, width, channels), or channels first where an option says so. */
  readonly shape: readonly [number, number, number];
}

/** Numbers in JavaScript's memory and their shape. */
export interface NumberArrayWithShape {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/** Images or labels as callers have them: a tensor, or numbers with a shape. */
export type NumbersInput = tf.Tensor | NumberArrayWithShape;

/** Reads what was given; a tensor stays its owner's. @throws ShapeError unless of `rank` */
export async function readNumbers(
  where: string,
  input: NumbersInput,
  rank?: number,
): Promise<{ data: Float32Array; shape: number[] }> {
  const shape = [...input.shape];
  if (rank !== undefined && shape.length !== rank) {
    throw new ShapeError(
      `${where}: expected an array of ${rank} dimensions; received [${shape.join(', ')}].`,
    );
  }
  const values = input instanceof tf.Tensor ? await input.data() : input.data;
  const size = tf.util.sizeFromShape(shape);
  if (values.length !== size) {
    throw new ShapeError(
      `${where}: the shape [${shape.join(', ')}] needs ${size} numbers; there are ${values.length}.`,
    );
  }
  return { data: Float32Array.from(values), shape };
}

/**
 * One image read out of a tensor (height, width, channels), or a copy of an array.
 * @throws ShapeError unless it has three dimensions
 */
export async function toImageArray(input: NumbersInput): Promise<ImageArray> {
  const { data, shape } = await readNumbers('toImageArray', input, 3);
  return { data, shape: shape as [number, number, number] };
}

/** Channels first made channels last: (c, h, w) → (h, w, c). */
export function channelsToLast({ data, shape: [channels, height, width] }: ImageArray): ImageArray {
  const out = new Float32Array(data.length);
  const size = height * width;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < size; i++) out[i * channels + c] = data[c * size + i]!;
  }
  return { data: out, shape: [height, width, channels] };
}

/** Channels last made channels first: (h, w, c) → (c, h, w). */
export function channelsToFirst({
  data,
  shape: [height, width, channels],
}: ImageArray): ImageArray {
  const out = new Float32Array(data.length);
  const size = height * width;
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < size; i++) out[c * size + i] = data[i * channels + c]!;
  }
  return { data: out, shape: [channels, height, width] };
}
