import { ValueError } from '@ibexjs/core/plain';

import type { NdDtype } from '../ndarray.js';
import { ByteWriter } from './byte-writer.js';

/** Of IEEE floats: place and bits of exponent and fraction, bias. */
const FLOATS: Readonly<Record<number, readonly [number, number, number, number]>> = {
  2: [10, 5, 10, 15],
  4: [23, 8, 23, 127],
  8: [52, 11, 52, 1023],
};

/** The datatype message of an array's elements. @throws ValueError for bytes and objects */
export function encodeDatatype(dtype: NdDtype): Uint8Array {
  if (dtype === 'bool') return booleanType();
  const match = /^(u?int|float)(\d+)$/.exec(dtype);
  if (!match) throw new ValueError(`writeHdf5: arrays of dtype "${dtype}" cannot be written.`);
  const size = Number(match[2]) / 8;
  return match[1] === 'float' ? floatType(size) : integerType(size, match[1] === 'int');
}

function integerType(size: number, signed: boolean): Uint8Array {
  return new ByteWriter()
    .bytes([0x10, signed ? 8 : 0, 0, 0])
    .u32(size)
    .u16(0)
    .u16(8 * size)
    .finish();
}

function floatType(size: number): Uint8Array {
  const [place, exponent, fraction, bias] = FLOATS[size]!;
  return new ByteWriter()
    .bytes([0x11, 0x20, 8 * size - 1, 0])
    .u32(size)
    .u16(0)
    .u16(8 * size)
    .bytes([place, exponent, 0, fraction])
    .u32(bias)
    .finish();
}

/** As h5py writes it: an enum of FALSE and TRUE. */
function booleanType(): Uint8Array {
  const name = (text: string) => new TextEncoder().encode(text.padEnd(8, '\0'));
  return new ByteWriter()
    .bytes([0x18, 2, 0, 0])
    .u32(1)
    .bytes(integerType(1, true))
    .bytes(name('FALSE'))
    .bytes(name('TRUE'))
    .bytes([0, 1])
    .finish();
}

/** Texts of any length, in UTF-8. */
export function textType(): Uint8Array {
  return new ByteWriter().bytes([0x19, 1, 1, 0]).u32(16).bytes(integerType(1, false)).finish();
}
