import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';

/** Axes that assembly/copy.ts can walk. */
const MAX_DIMS = 6;
const BYTES_PER_TILE = 65_536;

/** One axis of a copy: how many steps, and how far each goes in source and target, in elements. */
export interface CopyAxis {
  size: number;
  from: number;
  to: number;
}

/** Steps between neighbours along each axis, in elements. */
export function strides(shape: readonly number[]): number[] {
  const result = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    result[axis] = result[axis + 1]! * shape[axis + 1]!;
  }
  return result;
}

/** Joins axes that continue one another and drops those of one step; the last becomes the run. */
function simplify(axes: readonly CopyAxis[]): CopyAxis[] {
  const result: CopyAxis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = result.at(-1);
    if (last && last.from === axis.size * axis.from && last.to === axis.size * axis.to) {
      result[result.length - 1] = { ...axis, size: last.size * axis.size };
    } else result.push(axis);
  }
  return result;
}

/**
 * Copies elements along axes, from one tensor's memory to another's. False when there are more axes
 * than the kernel walks.
 *
 * @param offset of the first element in the source, in elements
 */
export function copyAxes(
  engine: Engine,
  source: tf.TensorInfo,
  target: tf.TensorInfo,
  axes: readonly CopyAxis[],
  offset = 0,
): boolean {
  if (source.dtype === 'string' || axes.some(({ size }) => size === 0)) return false;
  const size = tf.util.bytesPerElement(source.dtype);
  const walked = simplify(axes);
  const last = walked.at(-1);
  const run = last && last.from === 1 && last.to === 1 ? walked.pop()!.size : 1;
  if (walked.length > MAX_DIMS) return false;
  if (walked.length === 0) walked.push({ size: 1, from: 0, to: 0 });
  const count = walked.reduce((product, axis) => product * axis.size, 1);
  const padded = (values: number[]) => [
    ...values,
    ...new Array<number>(MAX_DIMS - values.length).fill(0),
  ];
  const block = Math.max(1, Math.floor(BYTES_PER_TILE / (run * size)));
  engine.run('copyRuns', Math.ceil(count / block), [
    ...[engine.address(source) + offset * size, engine.address(target)],
    ...[run * size, count, walked.length, block],
    ...padded(walked.map((axis) => axis.size)),
    ...padded(walked.map((axis) => axis.from * size)),
    ...padded(walked.map((axis) => axis.to * size)),
  ]);
  return true;
}

/** The block of `source` that starts at `begin`, as a new tensor; undefined when it cannot be copied. */
export function copyBlock(
  engine: Engine,
  source: tf.TensorInfo,
  begin: readonly number[],
  size: readonly number[],
): tf.TensorInfo | undefined {
  const output = engine.output([...size], source.dtype);
  const from = strides(source.shape);
  const to = strides(size);
  const offset = begin.reduce((sum, b, axis) => sum + b * from[axis]!, 0);
  const axes = size.map((n, axis) => ({ size: n, from: from[axis]!, to: to[axis]! }));
  if (copyAxes(engine, source, output, axes, offset)) return output;
  engine.release(output);
  return undefined;
}
