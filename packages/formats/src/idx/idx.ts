import { FormatError, ValueError } from '@ibexjs/core/plain';

import { gunzip, isGzip } from '../gzip/gzip.js';
import {
  checkNdArray,
  showShape,
  sizeOf,
  type NdArray,
  type NdArrayLike,
  type NdDtype,
} from '../ndarray.js';
import { decodeElements, encodeElements, swapped } from '../npy/elements.js';

/** The type byte of an idx file, and how many bytes an element has. */
const TYPES: ReadonlyMap<number, { dtype: NdDtype; size: number }> = new Map([
  [0x08, { dtype: 'uint8', size: 1 }],
  [0x09, { dtype: 'int8', size: 1 }],
  [0x0b, { dtype: 'int16', size: 2 }],
  [0x0c, { dtype: 'int32', size: 4 }],
  [0x0d, { dtype: 'float32', size: 4 }],
  [0x0e, { dtype: 'float64', size: 8 }],
]);

/**
 * Reads an array in the idx format of the MNIST files; gzipped files are unpacked first.
 *
 * Format: https://yann.lecun.com/exdb/mnist/ — two zero bytes, the type, the rank, the dimensions
 * (big-endian), the elements (big-endian).
 *
 * @throws FormatError when the file is truncated or damaged
 */
export function readIdx(file: Uint8Array): NdArray {
  const bytes = isGzip(file) ? gunzip(file) : file;
  const type = TYPES.get(bytes[2] ?? 0);
  const rank = bytes[3] ?? 0;
  const offset = 4 + 4 * rank;
  if (bytes[0] !== 0 || bytes[1] !== 0 || !type || bytes.length < offset) {
    throw new FormatError('Not an idx file: it does not begin with 00 00, a type and dimensions.');
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => data.getUint32(4 + 4 * axis));
  const count = sizeOf(shape);
  if (offset + count * type.size !== bytes.length) {
    throw new FormatError(
      `The idx file is truncated or damaged: shape ${showShape(shape)} of ${type.dtype} needs ${count * type.size} bytes, ${bytes.length - offset} are there.`,
    );
  }
  const elements = decodeElements(bytes.subarray(offset), count, { ...type, bigEndian: true });
  return { shape, dtype: type.dtype, data: elements };
}

/** Writes an array in the idx format. @throws ValueError for dtypes that it has not */
export function writeIdx(array: NdArrayLike): Uint8Array {
  const { shape, dtype, data } = checkNdArray('writeIdx', array);
  const code = [...TYPES].find(([, type]) => type.dtype === dtype)?.[0];
  if (code === undefined || shape.length > 255) {
    throw new ValueError(`writeIdx: the idx format has no ${dtype} of shape ${showShape(shape)}.`);
  }
  const { size } = TYPES.get(code)!;
  const { bytes } = encodeElements('writeIdx', data, dtype);
  const offset = 4 + 4 * shape.length;
  const out = new Uint8Array(offset + bytes.length);
  out.set([0, 0, code, shape.length]);
  const header = new DataView(out.buffer);
  shape.forEach((dimension, axis) => header.setUint32(4 + 4 * axis, dimension));
  out.set(swapped(bytes, size), offset);
  return out;
}
