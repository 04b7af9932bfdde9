import { FormatError } from '@ibexjs/core/plain';

import { halvesToFloats } from '../float16.js';
import type { NdData, NdDtype } from '../ndarray.js';
import { decodeText, type Cursor } from './cursor.js';

/** What the elements of a dataset or attribute are. */
export interface Datatype {
  kind: 'int' | 'float' | 'bfloat16' | 'bool' | 'string' | 'vlen-string' | 'other';
  /** Bytes of one element in the file. */
  size: number;
  signed: boolean;
  bigEndian: boolean;
  /** For messages, where `kind` is other. */
  name: string;
}

const CLASS_NAMES = [
  'integer',
  'float',
  'time',
  'string',
  'bit field',
  'opaque',
  'compound',
  'reference',
  'enum',
  'variable-length',
  'array',
];

/** Reads a datatype message. */
export function readDatatype(cursor: Cursor): Datatype {
  const first = cursor.u8();
  const [bits0, bits1] = [cursor.u8(), cursor.u8()];
  cursor.skip(1);
  const size = cursor.u32();
  const type: Datatype = {
    kind: 'other',
    size,
    signed: false,
    bigEndian: (bits0 & 1) === 1,
    name: CLASS_NAMES[first & 15] ?? 'unknown',
  };
  if (size === 0) throw new FormatError('The HDF5 file is damaged: a type has no size.');
  switch (first & 15) {
    case 0:
      return { ...type, kind: 'int', signed: (bits0 & 8) !== 0 };
    case 1: {
      const exponentBits = cursor.skip(5).u8();
      return { ...type, kind: size === 2 && exponentBits === 8 ? 'bfloat16' : 'float' };
    }
    case 3:
      return { ...type, kind: 'string', bigEndian: false };
    case 8:
      return readEnum(cursor, type, bits0 | (bits1 << 8), first >> 4);
    case 9:
      return { ...type, kind: (bits0 & 15) === 1 ? 'vlen-string' : 'other', bigEndian: false };
    default:
      return type;
  }
}

/** h5py writes booleans as an enum of FALSE and TRUE. */
function readEnum(cursor: Cursor, type: Datatype, members: number, version: number): Datatype {
  const base = readDatatype(cursor);
  if (base.kind !== 'int' || members !== 2 || type.size !== 1) return type;
  // the base's bit offset and precision
  cursor.skip(4);
  const names = [0, 1].map(() => {
    const start = cursor.at;
    const name = cursor.text();
    if (version < 3) cursor.skip((8 - ((cursor.at - start) % 8)) % 8);
    return name;
  });
  return String(names) === 'FALSE,TRUE' ? { ...type, kind: 'bool', bigEndian: false } : type;
}

/** The dtype under which elements are given out. @throws FormatError for those without one */
export function dtypeOfElements(type: Datatype, where: string): NdDtype {
  const { kind, size, signed } = type;
  if (kind === 'string' || kind === 'vlen-string') return 'string';
  if (kind === 'bool') return 'bool';
  if (kind === 'bfloat16') return 'float32';
  if (kind === 'float' && [2, 4, 8].includes(size)) return `float${size * 8}` as NdDtype;
  if (kind === 'int' && [1, 2, 4, 8].includes(size))
    return `${signed ? '' : 'u'}int${size * 8}` as NdDtype;
  throw new FormatError(
    `${where} holds elements of type ${type.name} (${size} bytes), which are not read.`,
  );
}

/** Numbers, or texts of a fixed width, from the bytes of the file. */
export function decodeElements(type: Datatype, raw: Uint8Array, where: string): NdData {
  const { size } = type;
  if (type.kind === 'string') {
    return Array.from({ length: raw.length / size }, (_, i) =>
      decodeText(raw.subarray(i * size, (i + 1) * size)),
    );
  }
  // what fills its memory was read for this array alone
  const bytes = raw.byteLength === raw.buffer.byteLength ? raw : raw.slice();
  if (type.bigEndian) reverseElements(bytes, size);
  const { buffer } = bytes;
  if (type.kind === 'bfloat16') {
    const wide = Uint32Array.from(new Uint16Array(buffer), (bits) => bits << 16);
    return new Float32Array(wide.buffer);
  }
  switch (dtypeOfElements(type, where)) {
    case 'bool':
    case 'uint8':
      return bytes;
    case 'int8':
      return new Int8Array(buffer);
    case 'uint16':
      return new Uint16Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'uint32':
      return new Uint32Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'uint64':
      return Float64Array.from(new BigUint64Array(buffer), Number);
    case 'int64':
      return Float64Array.from(new BigInt64Array(buffer), Number);
    case 'float16':
      return halvesToFloats(new Uint16Array(buffer));
    case 'float64':
      return new Float64Array(buffer);
    default:
      return new Float32Array(buffer);
  }
}

function reverseElements(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
