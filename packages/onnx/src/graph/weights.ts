import type { Variable } from '@ibexjs/core';
import type { Model } from '@ibexjs/models';

/** The values of a model's variables, read beforehand: graphs are drawn without waiting. */
export type Weights = ReadonlyMap<Variable, Float32Array>;

export async function readWeights(model: Model): Promise<Weights> {
  const entries = model.variables.map(async (variable): Promise<[Variable, Float32Array]> => [
    variable,
    Float32Array.from(await variable.read().data()),
  ]);
  return new Map(await Promise.all(entries));
}

/** A weight in the form that an operator takes. */
export interface Arranged {
  shape: readonly number[];
  data: Float32Array;
}

/** How a weight gets there. */
export type Arrange = (weight: Arranged) => Arranged;

/** Reorders axes: axis i of the result is axis `order[i]` of the weight. */
export function permute(order: readonly number[]): Arrange {
  return ({ shape, data }) => {
    const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
    const sizes = order.map((axis) => shape[axis]!);
    const steps = order.map((axis) => strides[axis]!);
    const out = new Float32Array(data.length);
    const index = sizes.map(() => 0);
    let from = 0;
    for (let to = 0; to < out.length; to++) {
      out[to] = data[from]!;
      for (let axis = sizes.length - 1; axis >= 0; axis--) {
        from += steps[axis]!;
        if (++index[axis]! < sizes[axis]!) break;
        from -= sizes[axis]! * steps[axis]!;
        index[axis] = 0;
      }
    }
    return { shape: sizes, data: out };
  };
}

/** Another shape of as many elements. */
export function reshape(shape: readonly number[]): Arrange {
  return ({ data }) => ({ shape, data });
}

/** One after the other. */
export function chain(...steps: readonly Arrange[]): Arrange {
  return (weight) => steps.reduce((value, step) => step(value), weight);
}

/** Columns of the last axis in blocks of `size`, in another order: how gates are rearranged. */
export function reorderBlocks(size: number, order: readonly number[]): Arrange {
  return ({ shape, data }) => {
    const width = shape.at(-1)!;
    const out = new Float32Array(data.length);
    for (let row = 0; row < data.length; row += width) {
      order.forEach((block, i) => {
        out.set(data.subarray(row + block * size, row + (block + 1) * size), row + i * size);
      });
    }
    return { shape, data: out };
  };
}
