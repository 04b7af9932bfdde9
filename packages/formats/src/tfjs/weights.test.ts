import { describe, expect, test } from '@jest/globals';
import { FormatError, ValueError } from '@ibexjs/core';

import { floatsToHalves } from '../float16.js';
import { readTfjsWeights, writeTfjsWeights, type TfjsWeightSpec } from './weights.js';

const arrays = {
  'dense/kernel': { shape: [2, 2], data: Float32Array.of(1, -2, 3.5, 4) },
  'dense/count': { shape: [], data: Int32Array.of(-7) },
  'dense/flag': { shape: [3], dtype: 'bool' as const, data: Uint8Array.of(1, 0, 1) },
};

test('what is written is read', () => {
  const { specs, bytes } = writeTfjsWeights(arrays);
  const read = readTfjsWeights(specs, bytes);
  expect([...read.keys()]).toEqual(Object.keys(arrays));
  for (const [name, { data }] of Object.entries(arrays)) expect(read.get(name)!.data).toEqual(data);
  expect(() => writeTfjsWeights({ a: { shape: [1], data: Float64Array.of(1) } })).toThrow(
    ValueError,
  );
});

describe('quantized', () => {
  const spec = (
    quantization: TfjsWeightSpec['quantization'],
    dtype: 'float32' | 'int32' = 'float32',
  ) => [{ name: 'w', shape: [3], dtype, quantization: quantization! }];
  const data = (specs: TfjsWeightSpec[], { buffer }: { buffer: ArrayBufferLike }) => [
    ...(readTfjsWeights(specs, new Uint8Array(buffer)).get('w')!.data as Float32Array),
  ];

  test.each([
    ['uint8', Uint8Array.of(0, 128, 255)],
    ['uint16', Uint16Array.of(0, 128, 255)],
  ] as const)('%s', (dtype, steps) => {
    expect(data(spec({ dtype, scale: 0.5, min: -1 }), steps)).toEqual([-1, 63, 126.5]);
    expect(data(spec({ dtype, scale: 2, min: -3 }, 'int32'), steps)).toEqual([-3, 253, 507]);
  });

  test('float16', () => {
    const halves = floatsToHalves([0.5, -2, 1000]);
    expect(data(spec({ dtype: 'float16' }), halves)).toEqual([0.5, -2, 1000]);
  });
});

test.each<[string, unknown, number]>([
  ['too few bytes', [{ name: 'w', shape: [4], dtype: 'float32' }], 8],
  ['too many bytes', [{ name: 'w', shape: [1], dtype: 'float32' }], 8],
  ['100 GB', [{ name: 'w', shape: [5e9, 5], dtype: 'float32' }], 8],
  ['a negative shape', [{ name: 'w', shape: [-2], dtype: 'float32' }], 8],
  ['another type', [{ name: 'w', shape: [1], dtype: 'complex64' }], 8],
  ['no name', [{ shape: [2], dtype: 'float32' }], 8],
  ['nothing', [null], 8],
  ['no list', {}, 8],
  [
    'one name twice',
    [
      { name: 'w', shape: [1], dtype: 'float32' },
      { name: 'w', shape: [1], dtype: 'float32' },
    ],
    8,
  ],
])('refuses %s', (_, specs, length) => {
  expect(() => readTfjsWeights(specs as TfjsWeightSpec[], new Uint8Array(length))).toThrow(
    FormatError,
  );
});
