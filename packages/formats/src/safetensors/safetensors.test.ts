import { describe, expect, test } from '@jest/globals';
import { FormatError, NotFoundError, ValueError } from '@ibexjs/core';

import type { NdArray } from '../ndarray.js';
import { readSafetensors, SafetensorsFile, writeSafetensors } from './safetensors.js';

const arrays: Record<string, NdArray> = {
  kernel: { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4) },
  bias: { shape: [2], dtype: 'float16', data: Float32Array.of(0.5, -2) },
  mask: { shape: [3], dtype: 'bool', data: Uint8Array.of(1, 0, 1) },
  step: { shape: [], dtype: 'int64', data: Float64Array.of(7) },
};

/** A file with any header and as many bytes of elements. */
function handMade(header: unknown, elements: number | Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const body = typeof elements === 'number' ? new Uint8Array(elements) : elements;
  const bytes = new Uint8Array(8 + text.length + body.length);
  bytes[0] = text.length & 0xff;
  bytes[1] = text.length >> 8;
  bytes.set(text, 8);
  bytes.set(body, 8 + text.length);
  return bytes;
}
const one = (dtype: string, shape: number[], offsets: number[]) => ({
  x: { dtype, shape, data_offsets: offsets },
});

test('round trip, with notes', () => {
  const bytes = writeSafetensors(arrays, { format: 'ibex' });
  expect(readSafetensors(bytes)).toEqual(arrays);
  const file = new SafetensorsFile(bytes);
  expect(file.metadata).toEqual({ format: 'ibex' });
  expect(file.info('kernel')).toEqual({ shape: [2, 2], dtype: 'float32' });
  expect(() => file.get('gamma')).toThrow(NotFoundError);
});

test('reads bfloat16 as float32', () => {
  const file = handMade(one('BF16', [2], [0, 4]), Uint8Array.of(0xc0, 0x3f, 0x00, 0xc0));
  expect(readSafetensors(file)['x']).toEqual({
    shape: [2],
    dtype: 'float32',
    data: Float32Array.of(1.5, -2),
  });
});

test('writes no words', () => {
  expect(() => writeSafetensors({ x: { shape: [1], data: ['a'] } })).toThrow(ValueError);
});

describe('refuses', () => {
  test.each([
    ['a header beyond the file', handMade({}, 0).subarray(0, 9), /runs over its end/],
    ['what is no JSON', handMade('', 0).fill(0x7b, 8), /not JSON/],
    ['a list', handMade([], 0), /not an object/],
    ['an unknown type', handMade(one('F8', [1], [0, 1]), 1), /newer kind/],
    ['a shape that is none', handMade(one('U8', [-1], [0, 1]), 1), /described by/],
    ['100 GB', handMade(one('F32', [5e5, 5e4], [0, 4]), 4), /needs 100000000000 bytes/],
    ['an array beyond the end', handMade(one('U8', [9], [0, 9]), 4), /need 9 bytes, 4/],
    ['gaps', handMade(one('U8', [1], [1, 2]), 2), /gaps/],
    ['bytes left over', handMade(one('U8', [1], [0, 1]), 2), /need 1 bytes, 2/],
    ['odd notes', handMade({ __metadata__: { a: 1 } }, 0), /metadata/],
    ['a type by inheritance', handMade(one('toString', [1], [0, 1]), 1), /described by/],
  ])('%s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes)).toThrow(FormatError);
    expect(() => readSafetensors(bytes)).toThrow(message);
  });

  test('a truncated file, at any length', () => {
    const bytes = writeSafetensors(arrays);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSafetensors(bytes.subarray(0, length))).toThrow(FormatError);
    }
  });
});
