import type * as tf from '@tensorflow/tfjs-core';

import { copyAxes, strides } from './copy.js';
import type { Engine } from './engine.js';

const MAX_OUTER = 4;
const ROWS_PER_TILE = 64;

/** Drops axes of size 1 and joins axes that stay neighbours: fewer axes, the same order in memory. */
function simplify(shape: readonly number[], perm: readonly number[]) {
  const kept = perm.filter((axis) => shape[axis] !== 1);
  const runs: number[][] = [];
  for (const axis of kept) {
    const last = runs.at(-1);
    const previous = last?.at(-1);
    const between = previous === undefined ? [] : shape.slice(previous + 1, axis);
    const follows = previous !== undefined && axis > previous && between.every((n) => n === 1);
    if (last && follows) last.push(axis);
    else runs.push([axis]);
  }
  const order = runs.map((_, i) => i).sort((a, b) => runs[a]![0]! - runs[b]![0]!);
  const size = (run: readonly number[]) => run.reduce((product, axis) => product * shape[axis]!, 1);
  return {
    shape: order.map((i) => size(runs[i]!)),
    perm: runs.map((_, i) => order.indexOf(i)),
  };
}

/** The axes of x in the order `perm`; undefined for what the kernels do not cover. */
export function transpose(
  engine: Engine,
  x: tf.TensorInfo,
  perm: readonly number[],
): tf.TensorInfo | undefined {
  const outShape = perm.map((axis) => x.shape[axis]!);
  if (x.dtype === 'string' || outShape.includes(0)) return undefined;
  const simple = simplify(x.shape, perm);
  if (simple.shape.length <= 1) return engine.share(x, outShape);

  const output = engine.output(outShape, x.dtype);
  const from = strides(simple.shape);
  const to = strides(simple.perm.map((axis) => simple.shape[axis]!));
  const axes = simple.perm.map((axis, i) => ({
    size: simple.shape[axis]!,
    from: from[axis]!,
    to: to[i]!,
  }));
  const contiguous = axes.findIndex((axis) => axis.from === 1);
  if (contiguous !== axes.length - 1 && x.dtype !== 'bool' && axes.length <= MAX_OUTER + 2) {
    // what is contiguous in the source and what is in the target make up the planes
    const column = axes[contiguous]!;
    const row = axes.at(-1)!;
    const outer = axes.filter((axis) => axis !== column && axis !== row);
    const planes = outer.reduce((product, axis) => product * axis.size, 1);
    const padded = (values: number[]) => [
      ...values,
      ...new Array<number>(MAX_OUTER - values.length).fill(0),
    ];
    engine.run('transposePlanes', planes * Math.ceil(row.size / ROWS_PER_TILE), [
      ...[engine.address(x), engine.address(output), row.size, column.size],
      ...[row.from, column.to, outer.length, ROWS_PER_TILE],
      ...padded(outer.map((axis) => axis.size)),
      ...padded(outer.map((axis) => axis.from)),
      ...padded(outer.map((axis) => axis.to)),
    ]);
    return output;
  }
  if (copyAxes(engine, x, output, axes)) return output;
  engine.release(output);
  return undefined;
}
