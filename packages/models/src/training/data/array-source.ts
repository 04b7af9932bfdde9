import { RandomGenerator, ValueError } from '@ibexjs/core';

import type { Batch, BatchSource } from './batch.js';
import type { Column } from './column.js';

/** Columns of the inputs, labels and weights of a set of samples. */
export interface Columns {
  readonly x: readonly Column[];
  readonly y: readonly (Column | null)[] | null;
  readonly sampleWeight: readonly (Column | null)[] | null;
}

/** Order of the samples: as they stand, in random order, or in random order within each batch. */
export type Shuffle = boolean | 'batch';

/** Number of samples. @throws ValueError when the arrays differ in it */
export function countSamples(columns: Columns): number {
  const sizes = Object.entries(columns).flatMap(([name, side]) =>
    ((side ?? []) as (Column | null)[])
      .filter((column) => column !== null)
      .map((column) => ({ name, length: column.length })),
  );
  const count = sizes[0]!.length;
  if (sizes.some(({ length }) => length !== count)) {
    throw new ValueError(
      `All arrays must hold the same number of samples; received ${sizes
        .map(({ name, length }) => `${name}: ${length}`)
        .join(', ')}.`,
    );
  }
  if (count === 0) throw new ValueError('There are no samples in the data.');
  return count;
}

/** Cuts off the last `fraction` of the samples: `[before, after]`, in the order they stand in. */
export function splitColumns(columns: Columns, fraction: number): [Columns, Columns] {
  if (!(fraction > 0 && fraction < 1)) {
    throw new ValueError(`fit: validationSplit must be between 0 and 1; received ${fraction}.`);
  }
  const count = countSamples(columns);
  const at = Math.floor(count * (1 - fraction));
  if (at === 0 || at === count) {
    throw new ValueError(
      `fit: ${count} samples are too few for a validationSplit of ${fraction}: one part would be empty.`,
    );
  }
  const cut = (start: number, end: number): Columns => ({
    x: columns.x.map((column) => column.slice(start, end)),
    y: columns.y?.map((column) => column?.slice(start, end) ?? null) ?? null,
    sampleWeight: columns.sampleWeight?.map((column) => column?.slice(start, end) ?? null) ?? null,
  });
  return [cut(0, at), cut(at, count)];
}

/**
 * Batches of arrays. The order of an epoch depends on the seed and the number of the epoch alone,
 * so a run that is resumed at epoch n sees what an uninterrupted one sees.
 */
export class ArraySource implements BatchSource {
  readonly numBatches: number;
  private readonly count: number;

  constructor(
    private readonly columns: Columns,
    private readonly batchSize: number,
    private readonly shuffle: Shuffle = false,
    private readonly seed = 0,
  ) {
    this.count = countSamples(columns);
    this.numBatches = Math.ceil(this.count / batchSize);
  }

  *open(epoch: number): Generator<Batch> {
    const { batchSize, count, shuffle } = this;
    // the epoch goes into the upper word of the generator's key
    const random = new RandomGenerator(this.seed + epoch * 2 ** 32);
    const order = shuffle === true ? random.permutation(count) : null;
    for (let start = 0; start < count; start += batchSize) {
      const end = Math.min(start + batchSize, count);
      if (order) yield this.gather(order.subarray(start, end));
      else if (shuffle) yield this.gather(random.permutation(end - start).map((i) => i + start));
      else yield this.take((column) => column.range(start, end));
    }
  }

  private gather(indices: Int32Array): Batch {
    return this.take((column) => column.gather(indices));
  }

  private take<T>(take: (column: Column) => T) {
    const { x, y, sampleWeight } = this.columns;
    return {
      x: x.map(take),
      y: y?.map((column) => column && take(column)) ?? null,
      sampleWeight: sampleWeight?.map((column) => column && take(column)) ?? null,
    };
  }
}
