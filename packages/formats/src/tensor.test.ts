import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ValueError } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import type { NdArray } from './ndarray.js';
import { readNpy, writeNpy } from './npy/npy.js';
import { fromTensor, toTensor } from './tensor.js';

describe.each(testBackends)('%s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  test.each<[NdArray, string]>([
    [{ shape: [2], dtype: 'uint8', data: Uint8Array.of(0, 255) }, 'int32'],
    [{ shape: [2], dtype: 'bool', data: Uint8Array.of(0, 1) }, 'bool'],
    [{ shape: [2], dtype: 'int64', data: Float64Array.of(-5, 5) }, 'int32'],
    [{ shape: [2], dtype: 'int64', data: BigInt64Array.of(-5n, 5n) }, 'int32'],
    [{ shape: [1, 2], dtype: 'float64', data: Float64Array.of(0.5, 2) }, 'float32'],
    [{ shape: [2], dtype: 'string', data: ['a', 'b'] }, 'string'],
  ])('%j becomes %s', async (array, dtype) => {
    const tensor = toTensor(array);
    expect([tensor.dtype, tensor.shape]).toEqual([dtype, array.shape]);
    const expected = array.dtype === 'string' ? array.data : Array.from(array.data, Number);
    expect([...(await tensor.data())]).toEqual(expected);
    tensor.dispose();
  });

  test('numbers and back, through a file', async () => {
    const tensor = tf.tensor2d([[1, 2, 3]]);
    const again = toTensor(readNpy(writeNpy(await fromTensor(tensor))));
    expect(await again.array()).toEqual([[1, 2, 3]]);
    tf.dispose([tensor, again]);
  });
});

test('whole numbers beyond int32 are refused, unless floats are asked for', () => {
  const array: NdArray = { shape: [1], dtype: 'int64', data: Float64Array.of(2 ** 40) };
  expect(() => toTensor(array)).toThrow(/1099511627776.*'float32'/);
  const floats = toTensor(array, 'float32');
  expect(floats.dtype).toBe('float32');
  floats.dispose();
});

test('objects and bytes are refused', () => {
  expect(() => toTensor({ shape: [1], dtype: 'object', data: [[1, 2]] })).toThrow(ValueError);
});
