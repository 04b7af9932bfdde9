import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { FormatError, IbexError, NotFoundError, RandomGenerator, ValueError } from '@ibexjs/core';

import { lookup3 } from './checksum.js';
import { Hdf5File } from './hdf5-file.js';
import { writeHdf5, type Hdf5Content } from './write-hdf5.js';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
const values = Array.from({ length: 35 }, (_, i) => i / 4);

describe('a file of h5py', () => {
  const file = new Hdf5File(fixture('h5py.h5'));

  test.each([
    ['plain', 'float32'],
    ['half', 'float16'],
    ['big_endian', 'float64'],
    ['chunked', 'float32'],
    ['packed', 'float32'],
  ])('%s numbers', (name, dtype) => {
    const array = file.get(name);
    expect({ shape: array.shape, dtype: array.dtype }).toEqual({ shape: [5, 7], dtype });
    expect(Array.from(array.data as Float32Array)).toEqual(values);
  });

  test('other elements', () => {
    expect(file.get('scalar')).toEqual({ shape: [], dtype: 'int64', data: Float64Array.of(-5) });
    expect(file.get('truth').data).toEqual(Uint8Array.of(1, 0, 1));
    expect(file.get('words').data).toEqual(['a', 'bc', '']);
    expect(file.get('empty')).toMatchObject({ shape: [0, 3], data: new Float32Array(0) });
    expect(file.get('never_written').data).toEqual(new Float32Array(4));
  });

  test('groups and attributes', () => {
    expect(file.keys('many')).toHaveLength(12);
    expect(file.get('many/layer_11/kernel:0').data).toEqual(Int16Array.of(11, 11));
    expect(file.isGroup('many')).toBe(true);
    expect(file.isGroup('plain')).toBe(false);
    expect(file.has('link')).toBe(false);
    expect(file.names.filter((name) => name.startsWith('many/'))).toHaveLength(12);
    expect(file.attribute('', 'text')).toBe('größer');
    expect(file.attribute('', 'fixed')).toBe('short');
    expect(file.attribute('', 'number')).toBe(3);
    expect(file.attribute('many', 'layer_names')).toEqual(['dense', 'dense_1']);
    expect(file.attribute('many', 'none')).toEqual([]);
    expect(file.attribute('many', 'nothing')).toBeUndefined();
  });

  test('what is not there', () => {
    expect(() => file.get('nothing')).toThrow(NotFoundError);
    expect(() => file.get('many')).toThrow(FormatError);
    expect(file.keys('nothing')).toEqual([]);
  });

  test('of libver="latest", as far as it is small', () => {
    const latest = new Hdf5File(fixture('h5py-latest.h5'));
    expect(latest.attribute('', 'text')).toBe('newest');
    expect(latest.attribute('a', 'names')).toEqual(['x', 'y']);
    for (const name of ['a/plain', 'a/packed'])
      expect(Array.from(latest.get(name).data as Float32Array)).toEqual(values);
  });
});

const content = {
  datasets: {
    'a/b:0': { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    'a/scalar': { shape: [], data: Int32Array.of(7) },
    words: { shape: [2], dtype: 'string', data: ['x', 'größe'] },
    truth: { shape: [2], dtype: 'bool', data: Uint8Array.of(0, 1) },
    half: { shape: [2], dtype: 'float16', data: Float32Array.of(0.5, 3) },
    long: { shape: [1], dtype: 'int64', data: Float64Array.of(-5) },
    empty: { shape: [0, 3], data: new Float32Array(0) },
  },
  attributes: {
    '': { config: 'x'.repeat(100_000), count: 3 },
    a: { names: ['p', 'q'], none: [] },
    'only/attributes': { name: 'n' },
  },
} satisfies Hdf5Content;

describe('a file that is written', () => {
  test('is read again', () => {
    const file = new Hdf5File(writeHdf5(content));
    for (const [name, array] of Object.entries(content.datasets)) {
      expect(file.get(name)).toMatchObject({ shape: array.shape, data: array.data });
    }
    for (const [path, attributes] of Object.entries(content.attributes)) {
      for (const [name, value] of Object.entries(attributes))
        expect(file.attribute(path, name)).toEqual(value);
    }
    expect(file.keys('only')).toEqual(['attributes']);
  });

  test('cannot hold what does not fit', () => {
    const one = { shape: [1], data: Float32Array.of(1) };
    expect(() => writeHdf5({ datasets: { a: { ...one, shape: [2] } } })).toThrow(ValueError);
    expect(() => writeHdf5({ datasets: { a: one, 'a/b': one } })).toThrow(ValueError);
    expect(() => writeHdf5({ datasets: { '': one } })).toThrow(ValueError);
    const names = Array.from({ length: 5000 }, (_, i) => `layer_${i}`);
    expect(() => writeHdf5({ attributes: { '': { names } } })).toThrow(ValueError);
  });

  test('has the checksums of HDF5', () => {
    const text = new TextEncoder().encode('Four score and seven years ago');
    expect(lookup3(text)).toBe(0x17770551);
    expect(lookup3(new Uint8Array(0))).toBe(0xdeadbeef);
  });
});

/** Reads everything. */
function readAll(bytes: Uint8Array): void {
  const file = new Hdf5File(bytes);
  for (const name of file.names) file.get(name);
  for (const path of ['', 'many', 'a']) {
    if (!file.has(path)) continue;
    for (const name of ['text', 'fixed', 'number', 'layer_names', 'config'])
      file.attribute(path, name);
  }
}

describe('damage is read or refused, never a crash', () => {
  test.each<[string, Uint8Array]>([
    ['of h5py', fixture('h5py.h5')],
    ['of h5py, latest', fixture('h5py-latest.h5')],
    ['of Ibex', writeHdf5({ ...content, attributes: { a: content.attributes.a } })],
  ])('%s', (_, whole) => {
    const random = new RandomGenerator(5);
    for (let i = 0; i < 300; i++) {
      const damaged = whole.slice(0, i % 10 === 0 ? random.integer(whole.length) : undefined);
      for (let n = random.integer(6); n >= 0 && damaged.length > 0; n--)
        damaged[random.integer(damaged.length)]! ^= 1 << random.integer(8);
      try {
        readAll(damaged);
      } catch (error) {
        if (!(error instanceof IbexError)) throw new Error(`mutation ${i}`, { cause: error });
      }
    }
  });

  test('a shape of 100 GB', () => {
    const bytes = writeHdf5({ datasets: { huge: { shape: [3, 5], data: new Float32Array(15) } } });
    const at = bytes.findIndex((byte, i) => byte === 3 && bytes[i + 8] === 5 && bytes[i - 1] === 1);
    new DataView(bytes.buffer).setBigUint64(at, 25_000_000_000n / 5n, true);
    const file = new Hdf5File(bytes);
    expect(file.shape('huge')).toEqual([5_000_000_000, 5]);
    expect(() => file.get('huge')).toThrow(/HDF5 dataset "huge".*truncated/);
  });

  test('what is no HDF5 file', () => {
    expect(() => new Hdf5File(new Uint8Array(0))).toThrow(FormatError);
    expect(() => new Hdf5File(new TextEncoder().encode('PK not this'))).toThrow(FormatError);
    const whole = fixture('h5py.h5');
    expect(() => new Hdf5File(whole.subarray(0, whole.length - 1))).toThrow(/truncated/);
  });
});
