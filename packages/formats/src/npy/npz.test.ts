import { readFileSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';
import { FormatError, NotFoundError } from '@ibexjs/core';

import { NpzFile, readNpz, writeNpz } from './npz.js';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/npy.json', import.meta.url), 'utf8'),
) as { npz: { stored: string; deflated: string } };
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

const arrays = {
  'dense/kernel': {
    shape: [2, 3],
    dtype: 'float32' as const,
    data: Float32Array.of(1, 2, 3, 4, 5, 6),
  },
  step: { shape: [], dtype: 'int32' as const, data: Int32Array.of(9) },
};

describe.each(['stored', 'deflated'] as const)('%s', (kind) => {
  test('reads what NumPy wrote', () => {
    const { x, y } = readNpz(bytesOf(fixture.npz[kind]));
    expect(x).toEqual({ shape: [1, 2], dtype: 'float32', data: Float32Array.of(1.5, -2.25) });
    expect(y!.data).toEqual(Float64Array.of(-(2 ** 53) + 1, 7));
  });

  test('round trip', () => {
    const file = writeNpz(arrays, { compress: kind === 'deflated' });
    expect(readNpz(file)).toEqual(arrays);
    expect(writeNpz(arrays, { compress: kind === 'deflated' })).toEqual(file);
  });

  test('is refused truncated at any length, and with any byte of an array changed', () => {
    const file = writeNpz(arrays, { compress: kind === 'deflated' });
    for (let length = 0; length < file.length; length += 7) {
      expect(() => readNpz(file.subarray(0, length))).toThrow(FormatError);
    }
    const end = kind === 'stored' ? 180 : 100;
    for (let at = 60; at < end; at++) {
      const changed = file.slice();
      changed[at]! ^= 0x10;
      expect(() => readNpz(changed)).toThrow(FormatError);
    }
  });
});

test('NpzFile unpacks only what is asked for', () => {
  const file = writeNpz(arrays);
  file[100]! ^= 1; // inside the first array
  const npz = new NpzFile(file);
  expect(npz.names).toEqual(['dense/kernel', 'step']);
  expect(npz.has('step')).toBe(true);
  expect(npz.get('step')).toEqual(arrays.step);
  expect(() => npz.get('dense/kernel')).toThrow(/"dense\/kernel.npy" is damaged/);
  expect(() => npz.get('bias')).toThrow(NotFoundError);
});

test('an array that claims more than the file holds is named', () => {
  const file = writeNpz({ x: { shape: [1], data: Float32Array.of(1) } });
  expect(() => readNpz(file, { maxBytes: 10 })).toThrow(/limit of 10 bytes/);
});
