import { ValueError } from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

import type { NdArray, NdArrayLike } from './ndarray.js';

/**
 * A tensor of an array that was read: bool stays bool, whole numbers become int32, floats float32,
 * strings stay strings.
 *
 * @throws ValueError when an integer does not fit into int32, or for dtypes that no tensor has
 */
export function toTensor(array: NdArray, dtype?: 'float32' | 'int32' | 'bool'): tf.Tensor {
  const { data, shape } = array;
  if (array.dtype === 'string') return tfjs().tensor(data as string[], shape, 'string');
  if (Array.isArray(data)) {
    throw new ValueError(
      `toTensor: no tensor holds elements of dtype "${array.dtype}"; convert them first.`,
    );
  }
  const target = dtype ?? tensorDtype(array);
  if (target === 'float32') return tfjs().tensor(numbers(data, Float32Array), shape, target);
  if (target === 'bool') return tfjs().tensor(numbers(data, Uint8Array), shape, target);
  return tfjs().tensor(toInt32(data, array.dtype), shape, target);
}

/** An array for `writeNpy` or `writeNpz` of a tensor's values. */
export async function fromTensor(tensor: tf.Tensor): Promise<NdArrayLike> {
  const { shape } = tensor;
  const data = await tensor.data();
  if (tensor.dtype === 'complex64') {
    throw new ValueError('fromTensor: complex numbers cannot be written; write both parts.');
  }
  if (tensor.dtype === 'string') {
    return { shape, dtype: 'string', data: data as unknown as string[] };
  }
  // a copy, as the backend may go on using its memory
  return { shape, dtype: tensor.dtype, data: data.slice() };
}

function tensorDtype(array: NdArray): 'float32' | 'int32' | 'bool' {
  if (array.dtype === 'bool') return 'bool';
  return array.dtype.startsWith('float') ? 'float32' : 'int32';
}

type Numbers = Exclude<NdArray['data'], unknown[]>;

/** A copy, since the file's bytes are not the tensor's to keep. */
function numbers<T extends Float32Array | Uint8Array>(
  data: Numbers,
  Target: { new (items: ArrayLike<number>): T },
): T {
  const plain =
    data instanceof BigInt64Array || data instanceof BigUint64Array
      ? Array.from<bigint, number>(data, Number)
      : data;
  return new Target(plain);
}

function toInt32(data: Numbers, dtype: string): Int32Array {
  const out = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = Number(data[i]!);
    out[i] = value;
    if (out[i] !== value && dtype.includes('int')) {
      throw new ValueError(
        `toTensor: element ${i} is ${value}, which int32 cannot hold; ask for 'float32'.`,
      );
    }
  }
  return out;
}
