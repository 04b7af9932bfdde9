import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';

/** Elements that one tile reads, about. */
const WORK = 65_536;
const COLUMNS = 256;

/** Axes that stand together, first and end: [0, 1, 3] → [0, 2), [3, 4). */
function groups(axes: readonly number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const axis of [...axes].sort((a, b) => a - b)) {
    const last = result.at(-1);
    if (last && last[1] === axis) last[1] = axis + 1;
    else result.push([axis, axis + 1]);
  }
  return result;
}

/**
 * Reduces float32 over axes (no duplicates), with an operation of assembly/reduce.ts; the result is
 * multiplied by `scale`. The order of additions depends on the shape only.
 */
export function reduce(
  engine: Engine,
  op: number,
  x: tf.TensorInfo,
  axes: readonly number[],
  scale: number,
): tf.TensorInfo {
  let current = x;
  // the last group first: those before keep their places
  const pending = groups(axes).reverse();
  pending.forEach(([first, end], i) => {
    const { shape } = current;
    const outer = tf.util.sizeFromShape(shape.slice(0, first));
    const length = tf.util.sizeFromShape(shape.slice(first, end));
    const inner = tf.util.sizeFromShape(shape.slice(end));
    const factor = i === pending.length - 1 ? scale : 1;
    const next = reduceMiddle(engine, op, current, [outer, length, inner], factor);
    next.shape = [...shape.slice(0, first), ...shape.slice(end)];
    if (current !== x) engine.release(current);
    current = next;
  });
  return current;
}

/** [outer, length, inner] → [outer, inner]; a long axis is cut into pieces, whose results follow. */
function reduceMiddle(
  engine: Engine,
  op: number,
  x: tf.TensorInfo,
  [outer, length, inner]: readonly [number, number, number],
  scale: number,
): tf.TensorInfo {
  const columns = Math.min(inner, COLUMNS);
  const ideal = Math.max(16, Math.floor(WORK / columns / (inner === 1 ? 4 : 1)));
  const piece = length > 2 * ideal ? ideal : length;
  const pieces = Math.ceil(length / piece);
  const last = pieces === 1;
  const rows = Math.max(1, Math.floor(WORK / 4 / piece));
  const output = engine.output([outer, pieces, inner]);
  const tiles =
    inner === 1 ? Math.ceil((outer * pieces) / rows) : outer * pieces * Math.ceil(inner / columns);
  engine.run(
    'reduce',
    tiles,
    [engine.address(x), engine.address(output), length, inner, piece, columns, op, rows, outer],
    { floats: [last ? scale : 1] },
  );
  if (last) return output;
  const result = reduceMiddle(engine, op, output, [outer, pieces, inner], scale);
  engine.release(output);
  return result;
}
