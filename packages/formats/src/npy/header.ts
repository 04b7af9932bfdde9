import { FormatError } from '@ibexjs/core/plain';

import { showShape, sizeOf } from '../ndarray.js';
import { parseNpyType, type NpyType } from './dtype.js';
import { parsePythonLiteral } from './python-literal.js';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const MAX_HEADER = 0x100000;
const MAX_RANK = 64;
/** Elements that take no bytes (empty strings) would be made without end. */
const MAX_EMPTY_ELEMENTS = 0x100000;

export interface NpyHeader {
  type: NpyType;
  shape: number[];
  fortranOrder: boolean;
  /** Where the elements begin. */
  offset: number;
}

/** Reads and checks what stands before the elements. @throws FormatError */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FormatError('Not an npy file: it does not begin with "\\x93NUMPY".');
  }
  const major = bytes[6]!;
  if (major < 1 || major > 3) {
    throw new FormatError(`npy format version ${major} is not known; 1, 2 and 3 are.`);
  }
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) throw new FormatError('The npy file ends within its header.');
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? data.getUint16(8, true) : data.getUint32(8, true);
  const offset = start + length;
  if (length > MAX_HEADER || offset > bytes.length) {
    throw new FormatError(
      `The npy header claims ${length} bytes; the file has ${bytes.length - start} after it begins.`,
    );
  }
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(start, offset),
  );
  return { ...parseHeader(text), offset };
}

function parseHeader(text: string): Omit<NpyHeader, 'offset'> {
  const header = parsePythonLiteral(text);
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new FormatError('The npy header is not a dictionary.');
  }
  const { descr, fortran_order: fortranOrder, shape } = header;
  if (typeof fortranOrder !== 'boolean') {
    throw new FormatError('The npy header lacks "fortran_order".');
  }
  return { type: parseNpyType(descr), shape: checkShape(shape), fortranOrder };
}

function checkShape(shape: unknown): number[] {
  const valid =
    Array.isArray(shape) &&
    shape.length <= MAX_RANK &&
    shape.every((dimension) => Number.isSafeInteger(dimension) && (dimension as number) >= 0);
  if (!valid) throw new FormatError(`The npy header has no valid shape: ${JSON.stringify(shape)}.`);
  return shape as number[];
}

/** Number of elements, after checking that the file has exactly their bytes. @throws FormatError */
export function checkElementCount(header: NpyHeader, fileLength: number): number {
  const { shape, type, offset } = header;
  const count = sizeOf(shape);
  const needed = count * type.size;
  const present = fileLength - offset;
  if (!Number.isSafeInteger(count) || needed !== present) {
    const trouble = present < needed ? 'truncated' : 'damaged';
    throw new FormatError(
      `The npy file is ${trouble}: shape ${showShape(shape)} of ${type.dtype} needs ${needed} bytes, ${present} are there.`,
    );
  }
  if (type.size === 0 && count > MAX_EMPTY_ELEMENTS) {
    throw new FormatError(`The npy file claims ${count} empty elements.`);
  }
  return count;
}

/** The bytes before the elements, padded as NumPy pads them: the elements begin at a multiple of 64. */
export function writeNpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const version = text.length > 0xff00 ? 2 : 1;
  const start = version === 1 ? 10 : 12;
  const total = Math.ceil((start + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(total).fill(0x20);
  bytes.set([...MAGIC, version, 0]);
  const data = new DataView(bytes.buffer);
  if (version === 1) data.setUint16(8, total - start, true);
  else data.setUint32(8, total - start, true);
  bytes.set(new TextEncoder().encode(text), start);
  bytes[total - 1] = 0x0a;
  return bytes;
}
