import { checkOptions } from '@ibexjs/core/plain';

import { checkNdArray, type NdArray, type NdArrayLike } from '../ndarray.js';
import { readObjectArray } from '../pickle/pickle.js';

import { npyDescr } from './dtype.js';
import { decodeElements, encodeElements, type Int64Options } from './elements.js';
import { checkElementCount, readNpyHeader, writeNpyHeader } from './header.js';
import { toRowMajor } from './order.js';

/** Options of `readNpy` and `readNpz`. */
export type ReadNpyOptions = Int64Options;

const OPTIONS = ['int64'] as const;

/**
 * Reads one array from the bytes of an `.npy` file, versions 1 to 3, whatever its byte order and
 * memory order. Object arrays are read by the allow-list pickle reader, which runs nothing.
 * Elements may be a view of `bytes`: copy them before changing either.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param options `int64`: 'number' (default; an element beyond 2^53 is an error) or 'bigint'
 * @throws FormatError when the file is truncated, damaged or of a type JavaScript has not
 */
export function readNpy(bytes: Uint8Array, options: ReadNpyOptions = {}): NdArray {
  checkOptions('readNpy', options, OPTIONS);
  const header = readNpyHeader(bytes);
  const { type, shape, fortranOrder } = header;
  if (type.dtype === 'object') return readObjectArray(bytes.subarray(header.offset), shape);
  const count = checkElementCount(header, bytes.length);
  const elements = decodeElements(bytes.subarray(header.offset), count, type, options);
  const data = fortranOrder && shape.length > 1 ? toRowMajor(elements, shape) : elements;
  return { shape, dtype: type.dtype, data };
}

/** Shape and dtype of an `.npy` file of which only the beginning need be there. */
export function readNpyInfo(bytes: Uint8Array): Omit<NdArray, 'data'> {
  const { shape, type } = readNpyHeader(bytes);
  return { shape, dtype: type.dtype };
}

/**
 * Writes one array as an `.npy` file that NumPy loads.
 *
 * @param array shape and elements; `dtype` where the typed array does not tell it ('bool',
 *   'float16', 'int64')
 * @throws ValueError when shape, data and dtype do not fit
 */
export function writeNpy(array: NdArrayLike): Uint8Array {
  const { shape, dtype, data } = checkNdArray('writeNpy', array);
  const { bytes, width } = encodeElements('writeNpy', data, dtype);
  const header = writeNpyHeader(npyDescr(dtype, width), shape);
  const out = new Uint8Array(header.length + bytes.length);
  out.set(header);
  out.set(bytes, header.length);
  return out;
}
