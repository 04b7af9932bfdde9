import type * as tf from '@tensorflow/tfjs-core';

/** Types of elements: those of tfjs, and those that only pass between operations. */
export type ElementType = tf.DataType | 'int64' | 'uint64' | 'uint32';

/** TensorFlow's numbers for them (TF_DataType). */
export const TYPE_NUMBERS: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 3,
  string: 7,
  complex64: 8,
  int64: 9,
  bool: 10,
  uint32: 22,
  uint64: 23,
};

const NAMES = new Map(
  Object.entries(TYPE_NUMBERS).map(([name, number]) => [number, name as ElementType]),
);

/** The type of that number. @throws when tfjs has no use for it */
export function typeOfNumber(number: number): ElementType {
  const name = NAMES.get(number);
  if (name) return name;
  throw new Error(`TensorFlow gave a tensor of type number ${number}, which tfjs does not know.`);
}

/** Bytes of one element in TensorFlow's memory. */
export function bytesOf(type: ElementType): number {
  if (type === 'bool') return 1;
  if (type === 'string') return 24;
  return type === 'float32' || type === 'int32' || type === 'uint32' ? 4 : 8;
}
