import { sizeOf, type NdArray } from '@ibexjs/formats';
import type { Layer } from '@ibexjs/layers';

import type { StoredArray } from '../weight-file.js';

/**
 * Weights of Keras 1 in the form of today: recurrent layers kept a kernel for every gate,
 * convolutions over time a width of one, and Theano's convolutions their channels first.
 *
 * @param writer the Keras that wrote them; on Theano, kernels of convolutions run backwards
 */
export function convertWeights(
  layer: Layer,
  arrays: StoredArray[],
  { version, backend }: Writer,
): StoredArray[] {
  const converted = convertShapes(layer, arrays, version);
  const kernels = backend === 'theano' ? countKernels(layer) : 0;
  return converted.map((array, i) => (i < kernels ? turnedRound(array) : array));
}

/** Who wrote a file. */
export interface Writer {
  version: number;
  /** As the file says: `tensorflow`, `theano`; undefined in files of Keras 1. */
  backend: string | undefined;
}

/** How many of a layer's first weights are kernels of convolutions. */
function countKernels(layer: Layer): number {
  const name = layer.getClassName();
  if (/^ConvLSTM/.test(name)) return 2;
  return /^Conv[123]D(Transpose)?$/.test(name) ? 1 : 0;
}

/** A kernel with its spatial axes, which stand first, from end to beginning. */
function turnedRound(array: StoredArray): StoredArray {
  const { shape } = array;
  return { shape, read: () => reverseBlocks(array.read(), sizeOf(shape.slice(-2))) };
}

function reverseBlocks({ shape, data }: NdArray, size: number): NdArray {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const block = Math.floor(i / size);
    out[i] = Number(data[data.length - (block + 1) * size + (i % size)]);
  }
  return { shape, dtype: 'float32', data: out };
}

function convertShapes(layer: Layer, arrays: StoredArray[], version: number): StoredArray[] {
  const className = layer.getClassName();
  if (className === 'LSTM' && arrays.length === 12) {
    // written gate by gate, as input, cell, forget, output
    return joinGates(arrays, [0, 2, 1, 3]);
  }
  if (className === 'GRU' && arrays.length === 9) return joinGates(arrays, [0, 1, 2]);
  if (version > 1 || arrays.length === 0) return arrays;
  const [kernel, ...rest] = arrays as [StoredArray, ...StoredArray[]];
  const wanted = layer.weights[0]?.shape ?? [];
  if (className === 'Conv1D' && kernel.shape.length === 4) {
    const shape = [kernel.shape[0]!, ...kernel.shape.slice(2)];
    return [{ shape, read: () => ({ ...kernel.read(), shape }) }, ...rest];
  }
  const isTheano =
    className === 'Conv2D' &&
    kernel.shape.length === 4 &&
    String(kernel.shape) !== String(wanted) &&
    String([2, 3, 1, 0].map((axis) => kernel.shape[axis])) === String(wanted);
  if (!isTheano) return arrays;
  return [{ shape: wanted, read: () => transpose(kernel.read(), [2, 3, 1, 0]) }, ...rest];
}

/** Kernel, recurrent kernel and bias of each gate, side by side in the order of today. */
function joinGates(arrays: readonly StoredArray[], order: readonly number[]): StoredArray[] {
  return [0, 1, 2].map((kind) => joinLastAxis(order.map((gate) => arrays[3 * gate + kind]!)));
}

const width = (array: { shape: readonly number[] }) => array.shape.at(-1) ?? 1;

function joinLastAxis(arrays: readonly StoredArray[]): StoredArray {
  const sum = arrays.reduce((total, array) => total + width(array), 0);
  const shape = [...arrays[0]!.shape.slice(0, -1), sum];
  return {
    shape,
    read: () =>
      joined(
        arrays.map((array) => array.read()),
        shape,
      ),
  };
}

function joined(arrays: readonly NdArray[], shape: number[]): NdArray {
  const data = new Float32Array(sizeOf(shape));
  const rows = sizeOf(shape.slice(0, -1));
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const array of arrays) {
      const columns = width(array);
      for (let i = 0; i < columns; i++) data[at++] = Number(array.data[row * columns + i]);
    }
  }
  return { shape, dtype: 'float32', data };
}

/** Reorders the axes of an array. */
function transpose({ shape, data }: NdArray, axes: readonly number[]): NdArray {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const outShape = axes.map((axis) => shape[axis]!);
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    let rest = i;
    let from = 0;
    for (let axis = outShape.length - 1; axis >= 0; axis--) {
      from += (rest % outShape[axis]!) * strides[axes[axis]!]!;
      rest = Math.floor(rest / outShape[axis]!);
    }
    out[i] = Number(data[from]);
  }
  return { shape: outShape, dtype: 'float32', data: out };
}
