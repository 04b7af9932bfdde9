import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { FormatError, ValueError } from '@ibexjs/core';

import type { NdArrayLike } from '../ndarray.js';
import { readNpy, readNpyInfo, writeNpy } from './npy.js';

interface Case {
  name: string;
  shape: number[];
  values: unknown[];
  npy: string;
}

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/npy.json', import.meta.url), 'utf8'),
) as { npy: Case[] };
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const plain = (value: unknown): unknown =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : value;

/** An npy file of version 1 with any header text. */
function handMade(header: string, elements = 0): Uint8Array {
  const bytes = new Uint8Array(10 + header.length + elements);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}

describe('readNpy', () => {
  test.each(fixture.npy)('reads what NumPy wrote: $name', ({ name, shape, values, npy }) => {
    const array = readNpy(bytesOf(npy));
    expect(array.shape).toEqual(shape);
    const expected = values.map((v) => (typeof v === 'boolean' ? Number(v) : v));
    expect(Array.from(array.data as ArrayLike<unknown>, plain)).toEqual(
      name === 'float16' ? expected.map((v) => expect.closeTo(v as number, 10)) : expected,
    );
  });

  test('gives the same file back as NumPy wrote', () => {
    const ours = fixture.npy.filter((c) => !/big|fortran|version/.test(c.name));
    for (const { name, npy } of ours) {
      const array = readNpy(bytesOf(npy));
      expect([name, Buffer.from(writeNpy(array)).toString('base64')]).toEqual([name, npy]);
    }
  });

  test('reads 64-bit numbers as BigInts when asked, and refuses to round them otherwise', () => {
    const file = writeNpy({ shape: [2], data: BigInt64Array.of(2n ** 60n, -1n) });
    expect(readNpy(file, { int64: 'bigint' }).data).toEqual(BigInt64Array.of(2n ** 60n, -1n));
    expect(() => readNpy(file)).toThrow(/Element 0 is 1152921504606846976.*bigint/);
  });

  test('readNpyInfo needs the header only', () => {
    const file = writeNpy({ shape: [2, 2], data: new Float32Array(4) });
    expect(readNpyInfo(file.subarray(0, file.length - 16))).toEqual({
      shape: [2, 2],
      dtype: 'float32',
    });
  });

  test.each([
    ['an empty file', new Uint8Array(0), /does not begin with/],
    ['another format', new TextEncoder().encode('PK\x03\x04 and so on'), /does not begin with/],
    [
      'a shape beyond the file',
      handMade(header('<f4', '(1000000, 1000000, 25)')),
      /needs 100000000000000 bytes/,
    ],
    ['a negative dimension', handMade(header('<f4', '(-1,)')), /no valid shape/],
    ['endless empty strings', handMade(header('<U0', '(99999999999,)')), /empty elements/],
    [
      'an overflowing shape',
      handMade(header('<f4', '(9007199254740991, 9007199254740991)')),
      /bytes/,
    ],
    ['bytes too many', handMade(header('<f4', '(1,)'), 5), /damaged: .* 4 bytes, 5/],
    ['complex numbers', handMade(header('<c8', '(1,)'), 8), /complex/],
    [
      'records',
      handMade("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()}"),
      /records/,
    ],
    ['code in the header', handMade("__import__('os')"), /Not a Python literal/],
    ['deep nesting', handMade('('.repeat(1000)), /Not a Python literal/],
    [
      'an unknown version',
      Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 9, 0, 0, 0),
      /version 9/,
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readNpy(bytes)).toThrow(FormatError);
    expect(() => readNpy(bytes)).toThrow(message);
  });

  test('refuses a truncated file at every length', () => {
    const file = writeNpy({ shape: [3], data: Float32Array.of(1, 2, 3) });
    for (let length = 0; length < file.length; length++) {
      expect(() => readNpy(file.subarray(0, length))).toThrow(FormatError);
    }
  });
});

function header(descr: string, shape: string): string {
  return `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;
}

describe('writeNpy', () => {
  test.each<[string, NdArrayLike, unknown[]]>([
    ['bool of typed bytes', { shape: [2], dtype: 'bool', data: Uint8Array.of(0, 1) }, [0, 1]],
    ['int64 of doubles', { shape: [2], dtype: 'int64', data: Float64Array.of(-3, 4) }, [-3, 4]],
    ['float64 of plain numbers', { shape: [1], dtype: 'float64', data: [0.1] }, [0.1]],
    ['float16 of floats', { shape: [1], dtype: 'float16', data: Float32Array.of(0.5) }, [0.5]],
    ['a scalar', { shape: [], data: Float32Array.of(7) }, [7]],
  ])('writes %s', (_, array, values) => {
    const read = readNpy(writeNpy(array));
    expect(read.shape).toEqual(array.shape);
    expect([...(read.data as Iterable<unknown>)]).toEqual(values);
  });

  test.each<[string, NdArrayLike, RegExp]>([
    [
      'a shape that does not fit',
      { shape: [3], data: new Float32Array(2) },
      /3 elements, the data 2/,
    ],
    ['objects', { shape: [1], data: [{}] }, /cannot be written/],
    ['words as numbers', { shape: [1], dtype: 'float32', data: ['x'] }, /must be numbers/],
    ['fractions as int64', { shape: [1], dtype: 'int64', data: [0.5] }, /no int64/],
  ])('refuses %s', (_, array, message) => {
    expect(() => writeNpy(array)).toThrow(ValueError);
    expect(() => writeNpy(array)).toThrow(message);
  });
});
