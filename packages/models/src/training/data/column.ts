import * as tf from '@tensorflow/tfjs-core';
import { ValueError } from '@ibexjs/core';

import type { ArrayInput, NestedArray, NumberArray, ShapedArray } from './types.js';

type Values = NumberArray | readonly string[];

/** Rows below this length are copied number by number, which is quicker than a view of each. */
const SHORT_ROW = 16;

/**
 * Samples along the first axis, in JavaScript's memory: batches are gathered from there by copying
 * rows, which costs less than slicing or gathering tensors on any backend.
 */
export class Column {
  readonly length: number;
  private readonly rowSize: number;

  /**
   * @param values the samples one after the other
   * @param shape of all of them
   * @param dtype of the batches' tensors; numbers are converted as they are copied
   */
  constructor(
    private readonly values: Values,
    readonly shape: readonly number[],
    readonly dtype: tf.DataType,
  ) {
    this.length = shape[0]!;
    this.rowSize = tf.util.sizeFromShape(shape.slice(1));
  }

  /** The same samples in another type. */
  withDType(dtype: tf.DataType | null | undefined): Column {
    if (!dtype || dtype === this.dtype || this.dtype === 'string') return this;
    return new Column(this.values, this.shape, dtype);
  }

  /** Samples `start` … `end - 1`, without copying. */
  slice(start: number, end: number): Column {
    const [from, to] = [start * this.rowSize, end * this.rowSize];
    const values = isStrings(this.values)
      ? this.values.slice(from, to)
      : this.values.subarray(from, to);
    return new Column(values, [end - start, ...this.shape.slice(1)], this.dtype);
  }

  /** A tensor of the samples at `indices`. */
  gather(indices: Int32Array): tf.Tensor {
    const shape = [indices.length, ...this.shape.slice(1)];
    const { rowSize, values } = this;
    if (isStrings(values)) {
      const rows = Array.from(indices, (i) => values.slice(i * rowSize, (i + 1) * rowSize));
      return tf.tensor(rows.flat(), shape, 'string');
    }
    const out = this.allocate(indices.length * rowSize);
    if (rowSize < SHORT_ROW) {
      for (let i = 0, to = 0; i < indices.length; i++) {
        const from = indices[i]! * rowSize;
        for (let j = 0; j < rowSize; j++) out[to++] = values[from + j]!;
      }
    } else {
      for (let i = 0; i < indices.length; i++) {
        const at = indices[i]! * rowSize;
        out.set(values.subarray(at, at + rowSize), i * rowSize);
      }
    }
    return tf.tensor(out, shape, this.dtype);
  }

  /** A tensor of samples `start` … `end - 1`. */
  range(start: number, end: number): tf.Tensor {
    const shape = [end - start, ...this.shape.slice(1)];
    const { rowSize, values } = this;
    if (isStrings(values)) {
      return tf.tensor(values.slice(start * rowSize, end * rowSize), shape, 'string');
    }
    const out = this.allocate((end - start) * rowSize);
    out.set(values.subarray(start * rowSize, end * rowSize));
    return tf.tensor(out, shape, this.dtype);
  }

  /** Always new memory: a backend may keep what a tensor was made from. */
  private allocate(size: number): Float32Array | Int32Array | Uint8Array {
    if (this.dtype === 'int32') return new Int32Array(size);
    return this.dtype === 'bool' ? new Uint8Array(size) : new Float32Array(size);
  }
}

function isStrings(values: Values): values is readonly string[] {
  return Array.isArray(values);
}

/** Whether it is numbers (or strings) that a column can be made from. */
export function isArrayInput(value: unknown): value is ArrayInput {
  return (
    value instanceof tf.Tensor ||
    Array.isArray(value) ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView)) ||
    isShaped(value)
  );
}

function isShaped(value: unknown): value is ShapedArray {
  if (typeof value !== 'object' || value === null || value instanceof tf.Tensor) return false;
  const { shape, data } = value as Partial<ShapedArray>;
  return Array.isArray(shape) && (Array.isArray(data) || ArrayBuffer.isView(data));
}

/**
 * A column of a tensor, typed array, nested list, or array with a shape. A tensor's numbers are
 * read back once.
 *
 * @param where what the array is, for messages: `x`
 * @throws ValueError for ragged lists, scalars, and elements that no tensor holds
 */
export async function toColumn(where: string, input: ArrayInput): Promise<Column> {
  if (!(input instanceof tf.Tensor)) return toColumnNow(where, input);
  if (input.rank === 0) throw scalarError(where);
  const values = (await input.data()) as Values;
  return new Column(values, input.shape, input.dtype);
}

/** As `toColumn`, for all but tensors. */
export function toColumnNow(where: string, input: Exclude<ArrayInput, tf.Tensor>): Column {
  if (isShaped(input)) return fromShaped(where, input);
  if (ArrayBuffer.isView(input)) {
    const values = input;
    return new Column(values, [values.length], dtypeOf(values));
  }
  return fromNested(where, input);
}

/** A tensor of what a column could be made from; a tensor is returned as it is. */
export function toTensor(where: string, input: ArrayInput, dtype?: tf.DataType | null): tf.Tensor {
  if (input instanceof tf.Tensor) return input;
  const column = toColumnNow(where, input).withDType(dtype);
  return column.range(0, column.length);
}

function fromShaped(where: string, { data, shape, dtype }: ShapedArray): Column {
  if (shape.length === 0) throw scalarError(where);
  if (tf.util.sizeFromShape([...shape]) !== data.length) {
    throw new ValueError(
      `${where}: the shape [${shape.join(', ')}] needs ${tf.util.sizeFromShape([...shape])} elements; there are ${data.length}.`,
    );
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return new Column(Int32Array.from(data as BigInt64Array, Number), shape, 'int32');
  }
  if (ArrayBuffer.isView(data)) {
    // whole numbers of 64 bits come as Float64Array
    const isWhole = dtype === 'int64' || dtype === 'uint64';
    return new Column(data, shape, dtype === 'bool' ? 'bool' : isWhole ? 'int32' : dtypeOf(data));
  }
  return fromList(where, data, shape);
}

function fromNested(where: string, input: NestedArray): Column {
  const shape: number[] = [];
  for (let level: unknown = input; isList(level); level = level[0]) shape.push(level.length);
  const flat: unknown[] = [];
  const collect = (list: ArrayLike<unknown>, depth: number): void => {
    if (list.length !== shape[depth]) throw raggedError(where);
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (isList(item) !== depth + 1 < shape.length) throw raggedError(where);
      if (isList(item)) collect(item, depth + 1);
      else flat.push(item);
    }
  };
  collect(input, 0);
  return fromList(where, flat, shape);
}

/** Strings, booleans, or numbers; these become float32. */
function fromList(where: string, flat: readonly unknown[], shape: readonly number[]): Column {
  const kind = typeof flat[0];
  const other = flat.findIndex((item) => typeof item !== kind);
  if (other >= 0 || (flat.length > 0 && !['number', 'boolean', 'string'].includes(kind))) {
    const wrong: unknown = flat[Math.max(other, 0)];
    throw new ValueError(
      `${where}: element ${Math.max(other, 0)} is ${String(wrong)} (${typeof wrong}); an array holds only numbers, only booleans or only strings.`,
    );
  }
  if (kind === 'string') return new Column(flat as string[], shape, 'string');
  if (kind === 'boolean') return new Column(Uint8Array.from(flat, Number), shape, 'bool');
  return new Column(Float32Array.from(flat as number[]), shape, 'float32');
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function dtypeOf(values: NumberArray): tf.DataType {
  return values instanceof Float32Array || values instanceof Float64Array ? 'float32' : 'int32';
}

function scalarError(where: string): ValueError {
  return new ValueError(
    `${where} is a single number; it needs a first axis that counts the samples.`,
  );
}

function raggedError(where: string): ValueError {
  return new ValueError(
    `${where}: the nested lists differ in length, so they have no shape. Pad them (padSequences).`,
  );
}
