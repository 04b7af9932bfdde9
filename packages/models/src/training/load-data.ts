import { ValueError } from '@ibexjs/core';

import { ArraySource, type Columns, type Shuffle } from './data/array-source.js';
import type { BatchSource } from './data/batch.js';
import { isArrayInput, toColumn, type Column } from './data/column.js';
import { isBatchIterable, IterableSource } from './data/iterable-source.js';
import { splitSide } from './data/sides.js';
import type { BatchIterable, DataInput, Side } from './data/types.js';
import type { Trainer } from './trainer.js';

/** Inputs, labels and weights as the user gave them. */
export interface GivenData {
  readonly x: DataInput | BatchIterable;
  readonly y: DataInput | null;
  readonly sampleWeight: DataInput | null;
}

/** How arrays are made into batches. */
export interface BatchingOptions {
  readonly batchSize?: number | undefined;
  /** With this and no batch size, the samples are spread over so many batches. */
  readonly steps?: number | undefined;
  readonly shuffle?: Shuffle;
  readonly seed?: number;
}

/** Brings arrays into JavaScript's memory, where batches are gathered. @throws ValueError */
export async function loadColumns(trainer: Trainer, data: GivenData): Promise<Columns> {
  const { inputSide, outputSide } = trainer;
  const load = (where: string, given: DataInput, side: Side) =>
    Promise.all(
      splitSide(where, given, side).map(async (array, i) =>
        array === null ? null : (await toColumn(where, array)).withDType(side.dtypes?.[i]),
      ),
    );
  const { x, y, sampleWeight } = data;
  return {
    x: (await load('x', x as DataInput, inputSide)) as Column[],
    y: y === null ? null : await load('y', y, outputSide),
    sampleWeight:
      sampleWeight === null
        ? null
        : isSingle(sampleWeight)
          ? [await toColumn('sampleWeight', sampleWeight)]
          : await load('sampleWeight', sampleWeight, outputSide),
  };
}

/** One array of weights for all outputs. */
function isSingle(weights: DataInput): weights is Extract<DataInput, readonly number[]> {
  return isArrayInput(weights) && !(Array.isArray(weights) && typeof weights[0] === 'object');
}

export function batchColumns(columns: Columns, options: BatchingOptions): BatchSource {
  const count = columns.x[0]!.length;
  const { steps, shuffle = false, seed = 0 } = options;
  const batchSize = options.batchSize ?? (steps ? Math.ceil(count / steps) : 32);
  return new ArraySource(columns, batchSize, shuffle, seed);
}

/** Batches of data that come as batches. @throws ValueError for arguments that only arrays have */
export function batchIterable(
  where: string,
  trainer: Trainer,
  { x, y, sampleWeight }: GivenData,
  batchSize: number | undefined,
): BatchSource {
  for (const [name, value] of Object.entries({ y, sampleWeight, batchSize })) {
    if (value !== null && value !== undefined) {
      throw new ValueError(
        `${where}: the data come in batches, so "${name}" cannot be given; the batches hold it.`,
      );
    }
  }
  return new IterableSource(x as BatchIterable, trainer.inputSide, trainer.outputSide);
}

/** The batches of `data`, whatever they are. */
export async function openData(
  where: string,
  trainer: Trainer,
  data: GivenData,
  options: BatchingOptions,
): Promise<BatchSource> {
  if (isBatchIterable(data.x)) return batchIterable(where, trainer, data, options.batchSize);
  return batchColumns(await loadColumns(trainer, data), options);
}
