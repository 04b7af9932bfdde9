import { FormatError, ValueError } from '@ibexjs/core/plain';

import { floatsToHalves, halvesToFloats } from '../float16.js';
import type { NdData, NdDtype, TypedArray } from '../ndarray.js';
import type { NpyType } from './dtype.js';

/** How 64-bit whole numbers come: as numbers (exact up to 2^53), or as BigInts. */
export interface Int64Options {
  /** Default: 'number'. */
  int64?: 'number' | 'bigint';
}

interface TypedArrayClass {
  new (length: number): TypedArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** The typed array whose bytes are those of the file. */
const STORED: Readonly<Partial<Record<NdDtype, TypedArrayClass>>> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
};

/**
 * The elements that stand in `bytes`, which is as long as they need. Numbers in the machine's own
 * byte order are a view of `bytes` where they lie aligned, so nothing is copied.
 */
export function decodeElements(
  bytes: Uint8Array,
  count: number,
  type: NpyType,
  options: Int64Options = {},
): NdData {
  const { dtype, size, bigEndian } = type;
  if (dtype === 'string') return decodeStrings(bytes, count, size / 4, bigEndian);
  if (dtype === 'bytes') return decodeByteStrings(bytes, count, size);
  const stored = view(STORED[dtype]!, bigEndian ? swapped(bytes, size) : bytes, count);
  if (dtype === 'float16') return halvesToFloats(stored as Uint16Array);
  if (stored instanceof BigInt64Array || stored instanceof BigUint64Array) {
    return options.int64 === 'bigint' ? stored : bigIntsToNumbers(stored);
  }
  return stored;
}

function view(TypedArray: TypedArrayClass, bytes: Uint8Array, count: number): TypedArray {
  // not slice, which does not copy a Buffer of Node
  const isAligned = bytes.byteOffset % TypedArray.BYTES_PER_ELEMENT === 0;
  const aligned = isAligned ? bytes : Uint8Array.from(bytes);
  return new TypedArray(aligned.buffer, aligned.byteOffset, count);
}

/** The bytes with those of each element turned round: big-endian to little-endian and back. */
export function swapped(bytes: Uint8Array, size: number): Uint8Array {
  if (size === 1) return bytes;
  const out = new Uint8Array(bytes.length);
  for (let at = 0; at + size <= bytes.length; at += size) {
    for (let i = 0; i < size; i++) out[at + i] = bytes[at + size - 1 - i]!;
  }
  return out;
}

function bigIntsToNumbers(stored: BigInt64Array | BigUint64Array): Float64Array {
  const numbers = new Float64Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    const number = Number(stored[i]!);
    if (!Number.isSafeInteger(number)) {
      throw new FormatError(
        `Element ${i} is ${stored[i]}, too large for a number to hold exactly; read with {int64: 'bigint'}.`,
      );
    }
    numbers[i] = number;
  }
  return numbers;
}

function decodeStrings(
  bytes: Uint8Array,
  count: number,
  width: number,
  bigEndian: boolean,
): string[] {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, i) => {
    let text = '';
    let nulls = 0;
    for (let j = 0; j < width; j++) {
      const code = data.getUint32(4 * (i * width + j), !bigEndian);
      if (code > 0x10ffff)
        throw new FormatError(`String ${i} holds the impossible character ${code}.`);
      if (code === 0) nulls++;
      else {
        text += '\0'.repeat(nulls) + String.fromCodePoint(code);
        nulls = 0;
      }
    }
    return text;
  });
}

function decodeByteStrings(bytes: Uint8Array, count: number, width: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    let end = (i + 1) * width;
    while (end > i * width && bytes[end - 1] === 0) end--;
    return bytes.slice(i * width, end);
  });
}

/** Bytes of the elements as a file holds them, and the longest string's length. */
export function encodeElements(
  where: string,
  data: NdData,
  dtype: NdDtype,
): { bytes: Uint8Array; width: number } {
  if (dtype === 'string') return encodeStrings(where, data as unknown[]);
  if (dtype === 'bytes') return encodeByteStrings(where, data as unknown[]);
  const Stored = STORED[dtype];
  if (!Stored) {
    throw new ValueError(
      `${where}: an array of dtype "${dtype}" cannot be written; pass a typed array or strings.`,
    );
  }
  const stored = convert(where, data, dtype, Stored);
  return { bytes: new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), width: 0 };
}

function convert(where: string, data: NdData, dtype: NdDtype, Stored: TypedArrayClass): TypedArray {
  if (dtype !== 'float16' && data instanceof Stored) return data;
  const items = data as ArrayLike<unknown>;
  const numbers = Array.prototype.every.call(
    items,
    (item) => typeof item === 'number' || typeof item === 'bigint' || typeof item === 'boolean',
  );
  if (!numbers) throw new ValueError(`${where}: data of dtype "${dtype}" must be numbers.`);
  if (dtype === 'float16')
    return floatsToHalves(Float32Array.from(items as ArrayLike<number>, Number));
  const out = new Stored(items.length);
  const big = out instanceof BigInt64Array || out instanceof BigUint64Array;
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as number | bigint | boolean;
    if (big && typeof item === 'number' && !Number.isInteger(item)) {
      throw new ValueError(`${where}: element ${i} is ${item}, which no ${dtype} can hold.`);
    }
    out[i] = big ? BigInt(item) : Number(item);
  }
  return out;
}

function encodeStrings(where: string, items: unknown[]): { bytes: Uint8Array; width: number } {
  const points = items.map((item, i) => {
    if (typeof item !== 'string') throw new ValueError(`${where}: element ${i} is not a string.`);
    return Array.from(item, (character) => character.codePointAt(0)!);
  });
  const width = points.reduce((longest, codes) => Math.max(longest, codes.length), 1);
  const words = new Uint32Array(items.length * width);
  points.forEach((codes, i) => words.set(codes, i * width));
  return { bytes: new Uint8Array(words.buffer), width };
}

function encodeByteStrings(where: string, items: unknown[]): { bytes: Uint8Array; width: number } {
  const strings = items.map((item, i) => {
    if (!(item instanceof Uint8Array)) throw new ValueError(`${where}: element ${i} is not bytes.`);
    return item;
  });
  const width = strings.reduce((longest, string) => Math.max(longest, string.length), 1);
  const bytes = new Uint8Array(items.length * width);
  strings.forEach((string, i) => bytes.set(string, i * width));
  return { bytes, width };
}
