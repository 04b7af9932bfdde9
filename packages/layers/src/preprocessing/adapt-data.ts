import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** Samples: a tensor, a list, or lists of lists, one for each sample. */
export type AdaptBatch<T> = tf.Tensor | readonly T[] | readonly (readonly T[])[];

/** Samples, or batches of them as they come. */
export type AdaptData<T> = AdaptBatch<T> | AsyncIterable<AdaptBatch<T>>;

/** The values of a batch, sample by sample. */
async function rowsOfBatch<T>(batch: AdaptBatch<T>): Promise<T[][]> {
  if (batch instanceof tf.Tensor) {
    const values = Array.from(await batch.data()) as T[];
    const [count = 1] = batch.shape;
    const width = count === 0 ? 0 : values.length / count;
    return Array.from({ length: count }, (_, i) => values.slice(i * width, (i + 1) * width));
  }
  return Array.from(batch as readonly (T | readonly T[])[], (row) =>
    Array.isArray(row) ? (row as T[]) : [row as T],
  );
}

/**
 * The samples of what `adapt` was given.
 *
 * @param steps stop after so many batches
 */
export async function* adaptRows<T>(
  where: string,
  data: AdaptData<T>,
  steps?: number,
): AsyncGenerator<T[]> {
  if (typeof data === 'object' && data !== null && Symbol.asyncIterator in data) {
    let step = 0;
    for await (const batch of data) {
      if (steps !== undefined && step++ >= steps) return;
      yield* await rowsOfBatch(batch);
    }
    return;
  }
  if (!Array.isArray(data) && !(data instanceof tf.Tensor)) {
    throw new ValueError(
      `${where}: adapt takes a tensor, a list, or an async iterable of them; received ${typeof data}.`,
    );
  }
  yield* await rowsOfBatch(data as AdaptBatch<T>);
}
