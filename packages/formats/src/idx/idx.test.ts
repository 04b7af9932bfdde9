import { expect, test } from '@jest/globals';
import { FormatError, ValueError } from '@ibexjs/core';

import { gzip } from '../gzip/gzip.js';
import { readIdx, writeIdx } from './idx.js';

const images = { shape: [2, 1, 3], dtype: 'uint8' as const, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };

test('reads the published form: big-endian dimensions, then the elements', () => {
  const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9);
  expect(readIdx(file)).toEqual({ shape: [3], dtype: 'uint8', data: Uint8Array.of(7, 8, 9) });
});

test.each([
  images,
  { shape: [2], dtype: 'int16' as const, data: Int16Array.of(-2, 300) },
  { shape: [2], dtype: 'int32' as const, data: Int32Array.of(-2, 70_000) },
  { shape: [1, 2], dtype: 'float32' as const, data: Float32Array.of(0.5, -3) },
  { shape: [1], dtype: 'float64' as const, data: Float64Array.of(0.1) },
])('round trip of $dtype, plain and gzipped', (array) => {
  const file = writeIdx(array);
  expect(readIdx(file)).toEqual(array);
  expect(readIdx(gzip(file))).toEqual(array);
});

test('refuses files that are truncated, too long or of another kind', () => {
  const file = writeIdx(images);
  for (let length = 0; length < file.length; length++) {
    expect(() => readIdx(file.subarray(0, length))).toThrow(FormatError);
  }
  expect(() => readIdx(new Uint8Array([...file, 0]))).toThrow(/needs 6 bytes, 7 are there/);
  expect(() => readIdx(new TextEncoder().encode('<html>no such page'))).toThrow(/Not an idx file/);
  const huge = Uint8Array.of(0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255, 1);
  expect(() => readIdx(huge)).toThrow(/truncated or damaged/);
});

test('writes no type that idx has not', () => {
  expect(() => writeIdx({ shape: [1], data: ['a'] })).toThrow(ValueError);
});
