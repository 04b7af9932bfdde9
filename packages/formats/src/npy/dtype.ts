import { FormatError } from '@ibexjs/core/plain';

import type { NdDtype } from '../ndarray.js';

/** NumPy's description of an element: `<f4`. */
export interface NpyType {
  dtype: NdDtype;
  /** Bytes of one element; 0 for objects, which are pickled. */
  size: number;
  /** Whether the bytes must be turned round. */
  bigEndian: boolean;
}

const NUMBERS: Readonly<Record<string, NdDtype>> = {
  b1: 'bool',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  u8: 'uint64',
  i8: 'int64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

const CODES = Object.fromEntries(Object.entries(NUMBERS).map(([code, dtype]) => [dtype, code]));

/** Types that NumPy has and JavaScript lacks, by their letter. */
const UNREADABLE: Readonly<Record<string, string>> = {
  c: 'complex numbers',
  f: 'extended precision',
  g: 'extended precision',
  M: 'dates',
  m: 'time spans',
  V: 'records',
};

/** The longest string, in bytes, that an element may be. */
const MAX_STRING = 0x10000000;

/** Reads a description such as `<f4`, `|b1`, `>U12`, `|O`. @throws FormatError */
export function parseNpyType(descr: unknown): NpyType {
  const parts = typeof descr === 'string' ? /^([<>=|]?)([a-zA-Z])(\d{0,10})$/.exec(descr) : null;
  if (!parts) {
    throw new FormatError(
      Array.isArray(descr)
        ? 'The array holds records with named fields; save each field as an array of its own.'
        : `The dtype ${JSON.stringify(descr)} is not one of NumPy's.`,
    );
  }
  const [, order, kind, digits] = parts as unknown as [string, string, string, string];
  const bigEndian = order === '>';
  if (kind === 'O') return { dtype: 'object', size: 0, bigEndian };
  const width = digits === '' ? NaN : Number(digits);
  if ((kind === 'U' || kind === 'S' || kind === 'a') && width <= MAX_STRING) {
    return kind === 'U'
      ? { dtype: 'string', size: 4 * width, bigEndian }
      : { dtype: 'bytes', size: width, bigEndian };
  }
  const dtype = NUMBERS[kind + digits];
  if (dtype !== undefined) return { dtype, size: width, bigEndian };
  const why = UNREADABLE[kind];
  throw new FormatError(
    `The dtype ${JSON.stringify(descr)} cannot be read${why ? ` (${why})` : ''}; convert the array with astype before saving it.`,
  );
}

/** NumPy's description of a dtype; `width` is the longest string's length. */
export function npyDescr(dtype: NdDtype, width: number): string {
  if (dtype === 'string') return `<U${width}`;
  if (dtype === 'bytes') return `|S${width}`;
  const code = CODES[dtype]!;
  return (code.endsWith('1') ? '|' : '<') + code;
}
