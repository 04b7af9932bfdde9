import * as tf from '@tensorflow/tfjs-core';

import type { ElementType } from '../api/data-types.js';
import type { Attributes, Executor, Input, Value } from './executor.js';

type Way = 'pack' | 'concat';

/** What some values were made of. */
const composites = new WeakMap<Value, { way: Way; axis: number; parts: readonly Value[] }>();

function recall(whole: Value, way: Way, axis: number, count: number): Value[] | null {
  const made = composites.get(whole);
  const fits = made?.way === way && made.axis === axis && made.parts.length === count;
  return fits ? [...made.parts] : null;
}

/**
 * What a kernel is written with: TensorFlow's operations, and the few that every kernel needs.
 * Frees at the end what the kernel made and did not return.
 */
export class Ops {
  private readonly made: Value[] = [];

  constructor(private readonly executor: Executor) {}

  /** Runs an operation that has one result. */
  run(name: string, inputs: readonly Input[], attrs: Attributes = {}): Value {
    return this.runMany(name, inputs, 1, attrs)[0]!;
  }

  /** Runs an operation that has several results. */
  runMany(
    name: string,
    inputs: readonly Input[],
    outputs: number,
    attrs: Attributes = {},
  ): Value[] {
    const results = this.executor.run(name, inputs, attrs, outputs);
    this.made.push(...results);
    return results;
  }

  /** int32 numbers: a shape, axes, sizes. */
  ints(values: readonly number[]): Value {
    return this.keep(this.executor.constant(Int32Array.from(values), [values.length], 'int32'));
  }

  int(value: number): Value {
    return this.keep(this.executor.constant(Int32Array.of(value), [], 'int32'));
  }

  /** One number, of the type of what it meets. */
  scalar(value: number, dtype: ElementType = 'float32'): Value {
    const numbers =
      dtype === 'int32'
        ? Int32Array.of(value)
        : dtype === 'bool'
          ? Uint8Array.of(value)
          : dtype === 'int64' || dtype === 'uint64'
            ? BigInt64Array.of(BigInt(value))
            : Float32Array.of(value);
    if (dtype === 'complex64') return this.cast(this.scalar(value), 'complex64');
    return this.keep(this.executor.constant(numbers, [], dtype));
  }

  /** A row of floats. */
  numbers(values: Float32Array): Value {
    return this.keep(this.executor.constant(values, [values.length], 'float32'));
  }

  text(value: string): Value {
    return this.keep(this.executor.constant([new TextEncoder().encode(value)], [], 'string'));
  }

  /** The value itself when it has that type. */
  cast(x: Value, dtype: ElementType): Value {
    return x.dtype === dtype ? x : this.run('Cast', [x], { DstT: { type: dtype } });
  }

  /** The value itself when it has that shape. */
  reshape(x: Value, shape: readonly number[]): Value {
    if (tf.util.arraysEqual(x.shape as number[], shape as number[])) return x;
    return this.run('Reshape', [x, this.ints(shape)]);
  }

  transpose(x: Value, order: readonly number[]): Value {
    return this.run('Transpose', [x, this.ints(order)]);
  }

  slice(x: Value, begin: readonly number[], size: readonly number[]): Value {
    return this.run('Slice', [x, this.ints(begin), this.ints(size)]);
  }

  /** Tensors of one shape side by side, along a new axis. */
  pack(parts: readonly Value[], axis: number): Value {
    return this.remember(this.run('Pack', [parts], { axis }), 'pack', axis, parts);
  }

  /** What `pack` makes one. */
  unpack(x: Value, axis: number): Value[] {
    const num = x.shape[axis]!;
    return recall(x, 'pack', axis, num) ?? this.runMany('Unpack', [x], num, { axis, num });
  }

  concat(parts: readonly Value[], axis: number): Value {
    if (parts.length === 1) return parts[0]!;
    const whole = this.run('ConcatV2', [parts, this.int(axis)]);
    return this.remember(whole, 'concat', axis, parts);
  }

  /** What `concat` of parts of one size makes one. */
  split(x: Value, count: number, axis: number): Value[] {
    if (count === 1) return [x];
    const known = recall(x, 'concat', axis, count);
    return known ?? this.runMany('Split', [this.int(axis), x], count, { num_split: count });
  }

  fill(shape: readonly number[], value: number, dtype: ElementType = 'float32'): Value {
    return this.run('Fill', [this.ints(shape), this.scalar(value, dtype)]);
  }

  /** Nodes of a graph live on, so what takes a tensor apart finds the parts it was made of. */
  private remember(whole: Value, way: Way, axis: number, parts: readonly Value[]): Value {
    if (this.executor.keepsValues) composites.set(whole, { way, axis, parts });
    return whole;
  }

  private keep(value: Value): Value {
    this.made.push(value);
    return value;
  }

  /** Frees everything but the results. */
  release(results: readonly Value[]): void {
    for (const value of this.made) {
      if (!results.includes(value)) this.executor.release(value);
    }
  }
}
