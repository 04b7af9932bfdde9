import { ValueError } from '@ibexjs/core/plain';

/** Element types of NumPy arrays that files hold. */
export type NdDtype =
  | 'bool'
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'uint64'
  | 'int64'
  | 'float16'
  | 'float32'
  | 'float64'
  | 'string'
  | 'bytes'
  | 'object';

export type TypedArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** Where an array's elements stand: a typed array, or a plain one of strings, bytes or objects. */
export type NdData = TypedArray | string[] | Uint8Array[] | unknown[];

/**
 * An n-dimensional array as it came from a file, in row-major (C) order. `dtype` is the type in the
 * file; `data` holds it in JavaScript:
 *
 * | dtype | data |
 * |---|---|
 * | bool, uint8 … int32, float32, float64 | the typed array of that name (bool: Uint8Array of 0 and 1) |
 * | float16 | Float32Array |
 * | int64, uint64 | Float64Array of whole numbers; BigInt64Array, BigUint64Array when asked for |
 * | string | strings |
 * | bytes | Uint8Array each |
 * | object | what the pickle holds: numbers, strings, arrays, plain objects |
 */
export interface NdArray<Data extends NdData = NdData> {
  shape: number[];
  dtype: NdDtype;
  data: Data;
}

/** What writers take: the dtype may be left out when the typed array tells it. */
export interface NdArrayLike {
  shape: readonly number[];
  dtype?: NdDtype;
  data: NdData;
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** How the message shows a shape: `[2, 3]`. */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** The dtype that a typed array has by itself. */
export function dtypeOf(data: NdData): NdDtype {
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Int8Array) return 'int8';
  if (data instanceof Uint16Array) return 'uint16';
  if (data instanceof Int16Array) return 'int16';
  if (data instanceof Uint32Array) return 'uint32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof BigInt64Array) return 'int64';
  if (data instanceof BigUint64Array) return 'uint64';
  if (Array.isArray(data) && data.every((item) => typeof item === 'string')) return 'string';
  if (Array.isArray(data) && data.every((item) => item instanceof Uint8Array)) return 'bytes';
  return 'object';
}

/** True when every element is a number in a typed array that is not of BigInts. */
export function isNumeric(
  array: NdArray,
): array is NdArray<Exclude<TypedArray, BigInt64Array | BigUint64Array>> {
  return (
    !Array.isArray(array.data) &&
    !(array.data instanceof BigInt64Array) &&
    !(array.data instanceof BigUint64Array)
  );
}

/**
 * Checks what is about to be written and fills in the dtype.
 * @throws ValueError when shape and data do not fit
 */
export function checkNdArray(where: string, array: NdArrayLike): NdArray {
  const shape = [...array.shape];
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    throw new ValueError(`${where}: the shape ${showShape(shape)} is not of whole numbers.`);
  }
  if (sizeOf(shape) !== array.data.length) {
    throw new ValueError(
      `${where}: the shape ${showShape(shape)} has ${sizeOf(shape)} elements, the data ${array.data.length}.`,
    );
  }
  return { shape, dtype: array.dtype ?? dtypeOf(array.data), data: array.data };
}
