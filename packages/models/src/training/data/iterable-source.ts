import * as tf from '@tensorflow/tfjs-core';
import { ValueError } from '@ibexjs/core';

import type { Batch, BatchSource } from './batch.js';
import { isArrayInput, toTensor } from './column.js';
import { splitSide } from './sides.js';
import type { BatchIterable, BatchInput, DataInput, DatasetLike, Side } from './types.js';

/** Whether `value` gives batches one after the other, rather than being data itself. */
export function isBatchIterable(value: unknown): value is BatchIterable {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || isArrayInput(value)) return false;
  return Symbol.asyncIterator in value || Symbol.iterator in value || isDataset(value);
}

function isDataset(value: object): value is DatasetLike {
  return typeof (value as Partial<DatasetLike>).iterator === 'function';
}

/**
 * Batches that come from an iterable, a generator function or a data set. Tensors among them are
 * freed after their batch; the yielder must not go on using them.
 */
export class IterableSource implements BatchSource {
  readonly numBatches: number | undefined;

  constructor(
    private readonly batches: BatchIterable,
    private readonly inputs: Side,
    private readonly outputs: Side,
  ) {
    const size = (batches as DatasetLike).size;
    this.numBatches = isDataset(batches) && Number.isFinite(size) ? size! : undefined;
  }

  async open(): Promise<AsyncIterator<Batch>> {
    const iterator = await start(this.batches);
    return {
      next: async () => {
        const result = await iterator.next();
        return result.done
          ? { done: true, value: undefined }
          : { done: false, value: toBatch(result.value, this.inputs, this.outputs) };
      },
      return: async () => {
        await iterator.return?.();
        return { done: true, value: undefined };
      },
    };
  }
}

async function start(batches: BatchIterable): Promise<Iterator<unknown> | AsyncIterator<unknown>> {
  const source: unknown = typeof batches === 'function' ? batches() : batches;
  const object = source as Partial<AsyncIterable<unknown> & Iterable<unknown>> & DatasetLike;
  if (object[Symbol.asyncIterator]) return object[Symbol.asyncIterator]!();
  if (object[Symbol.iterator]) return object[Symbol.iterator]!();
  if (isDataset(object)) return (await object.iterator()) as AsyncIterator<unknown>;
  return source as Iterator<unknown>;
}

/**
 * A batch of what an iterable yields: `{ xs, ys }`, `{ x, y, sampleWeight }`, `[x, y,
 * sampleWeight]`, or a tensor alone.
 *
 * @throws ValueError for anything else
 */
export function toBatch(yielded: unknown, inputs: Side, outputs: Side): Batch {
  const [x, y, sampleWeight] = unpack(yielded);
  const tensors = (where: string, data: DataInput, side: Side) =>
    splitSide(where, data, side).map((array, i) =>
      array === null ? null : toTensor(where, array, side.dtypes?.[i]),
    );
  const weights =
    sampleWeight === null
      ? null
      : isArrayInput(sampleWeight) && !Array.isArray(sampleWeight)
        ? [toTensor('sampleWeight', sampleWeight)]
        : tensors('sampleWeight', sampleWeight, outputs);
  const batch: Batch = {
    x: tensors('x', x, inputs) as tf.Tensor[],
    y: y === null ? null : tensors('y', y, outputs),
    sampleWeight: weights,
  };
  checkRows(batch);
  return batch;
}

/** The three parts of a yielded batch, those that are missing as null. */
export function unpack(yielded: unknown): [DataInput, DataInput | null, DataInput | null] {
  const batch = yielded as BatchInput;
  if (batch instanceof tf.Tensor) return [batch, null, null];
  if (Array.isArray(batch) && batch.length >= 1 && batch.length <= 3) {
    const [x, y, sampleWeight] = batch as [DataInput, DataInput?, DataInput?];
    return [x, y ?? null, sampleWeight ?? null];
  }
  if (typeof batch === 'object' && batch !== null) {
    if ('xs' in batch) return [batch.xs, batch.ys ?? null, null];
    if ('x' in batch) return [batch.x, batch.y ?? null, batch.sampleWeight ?? null];
  }
  throw new ValueError(
    'A batch must be { xs, ys }, { x, y, sampleWeight }, [x, y], [x, y, sampleWeight] or a tensor; ' +
      `received ${describe(yielded)}.`,
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.keys(value).join(', ')} }`;
  return String(value);
}

function checkRows(batch: Batch): void {
  const rows = batch.x[0]?.shape[0];
  const others = [...batch.x, ...(batch.y ?? []), ...(batch.sampleWeight ?? [])];
  const wrong = others.find((tensor) => tensor && tensor.shape[0] !== rows);
  if (wrong) {
    throw new ValueError(
      `A batch's arrays must hold the same number of samples; received ${rows} and ${wrong.shape[0]}.`,
    );
  }
}
