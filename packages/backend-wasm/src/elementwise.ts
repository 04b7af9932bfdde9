import * as tf from '@tensorflow/tfjs-core';

import type { Operation, Engine } from './engine.js';

/** Elements of one tile. */
export const ELEMENT_BLOCK = 16384;

/**
 * Kernels of one float32 argument, by their numbers in assembly/unary.ts. Sigmoid (3) and Elu (11)
 * are missing: tfjs's own, of XNNPACK, are faster.
 */
export const UNARY_FUNCTIONS: Readonly<Record<string, number>> = {
  Tanh: 0,
  Exp: 1,
  Log: 2,
  Expm1: 4,
  Log1p: 5,
  Softplus: 6,
  Erf: 7,
  Relu: 8,
  Relu6: 9,
  LeakyRelu: 10,
  Selu: 12,
  Step: 13,
  Abs: 14,
  Neg: 15,
  Square: 16,
  Sqrt: 17,
  Rsqrt: 18,
  Reciprocal: 19,
  ClipByValue: 20,
};

/** Kernels of two float32 arguments, by their numbers in assembly/binary.ts. */
export const BINARY_FUNCTIONS: Readonly<Record<string, number>> = {
  Add: 0,
  Sub: 1,
  Multiply: 2,
  RealDiv: 3,
  Maximum: 4,
  Minimum: 5,
  SquaredDifference: 6,
  EluGrad: 7,
  Greater: 8,
  GreaterEqual: 9,
  Less: 10,
  LessEqual: 11,
  Equal: 12,
  NotEqual: 13,
  Prelu: 14,
  IbexReluGrad: 15,
};

const COMPARISONS = { first: 8, last: 13 };

/** out = f(x), for one of UNARY_FUNCTIONS and float32. */
export function unary(
  engine: Engine,
  op: number,
  x: tf.TensorInfo,
  floats: readonly number[] = [],
): tf.TensorInfo {
  const output = engine.output(x.shape);
  const count = tf.util.sizeFromShape(x.shape);
  const ints = [engine.address(x), engine.address(output), count, op, ELEMENT_BLOCK];
  runElements(engine, 'unary', count, ints, [floats[0] ?? 0, floats[1] ?? 0]);
  return output;
}

/** Runs an operation whose tiles are blocks of elements. */
export function runElements(
  engine: Engine,
  operation: Operation,
  count: number,
  ints: readonly number[],
  floats?: readonly number[],
): void {
  engine.run(operation, Math.ceil(count / ELEMENT_BLOCK), ints, { floats, scratch: 64 });
}

/** How one argument is read: a row starts `row` elements after the one before; step 0 repeats one. */
interface Reading {
  row: number;
  step: number;
}

interface Rows {
  inner: number;
  a: Reading;
  b: Reading;
}

/**
 * Broadcasting as rows, for the common cases: equal shapes, a scalar, a row for all rows (a bias), an
 * element for each row (a mean kept). Undefined for all others.
 */
export function broadcastRows(a: number[], b: number[], out: number[]): Rows | undefined {
  const size = tf.util.sizeFromShape(out);
  const whole: Reading = { row: 0, step: 1 };
  const [aSize, bSize] = [tf.util.sizeFromShape(a), tf.util.sizeFromShape(b)];
  if (aSize === size && bSize === size) return { inner: size, a: whole, b: whole };
  if (aSize === size)
    return partial(b, out, (inner, b) => ({ inner, a: { row: inner, step: 1 }, b }));
  if (bSize === size)
    return partial(a, out, (inner, a) => ({ inner, a, b: { row: inner, step: 1 } }));
  return undefined;
}

/** The smaller argument of a broadcast: the last axes of the output, or the first ones, or a scalar. */
function partial(
  small: number[],
  out: number[],
  rows: (inner: number, reading: Reading) => Rows,
): Rows | undefined {
  const padded = [...new Array<number>(out.length - small.length).fill(1), ...small];
  const same = out.map((size, axis) => padded[axis] === size);
  const one = out.map((_, axis) => padded[axis] === 1);
  const from = (flags: boolean[], axis: number) => flags.slice(axis).every(Boolean);
  const upTo = (flags: boolean[], axis: number) => flags.slice(0, axis).every(Boolean);
  for (let axis = 0; axis <= out.length; axis++) {
    const inner = tf.util.sizeFromShape(out.slice(axis));
    if (upTo(one, axis) && from(same, axis)) return rows(inner, { row: 0, step: 1 });
    if (upTo(same, axis) && from(one, axis)) return rows(inner, { row: 1, step: 0 });
  }
  return undefined;
}

function compares(op: number): boolean {
  return op >= COMPARISONS.first && op <= COMPARISONS.last;
}

/** out = f(a, b), for one of BINARY_FUNCTIONS and float32; undefined for unusual broadcasts. */
export function binary(
  engine: Engine,
  op: number,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
): tf.TensorInfo | undefined {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const rows = broadcastRows(a.shape, b.shape, shape);
  if (!rows) return undefined;
  const output = engine.output(shape, compares(op) ? 'bool' : 'float32');
  const count = tf.util.sizeFromShape(shape);
  runElements(engine, 'binary', count, [
    ...[engine.address(a), engine.address(b), engine.address(output), count, rows.inner],
    ...[rows.a.row, rows.a.step, rows.b.row, rows.b.step, op, ELEMENT_BLOCK],
  ]);
  return output;
}
