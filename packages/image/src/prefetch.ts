import * as tf from '@tensorflow/tfjs-core';

/**
 * Yields what `make` makes of 0, 1, …, `count` - 1, always one ahead: while a batch is learned
 * from, the next one's files are read. What is left over at an early end is disposed of.
 */
export async function* prefetched<T extends tf.TensorContainer>(
  count: number,
  make: (index: number) => Promise<T>,
): AsyncGenerator<T> {
  let next: Promise<T> | undefined;
  const start = (index: number) => {
    if (index >= count) return undefined;
    const made = make(index);
    made.catch(() => undefined); // it is awaited, and then thrown, later
    return made;
  };
  try {
    next = start(0);
    for (let index = 0; index < count; index++) {
      const batch = await next!;
      next = start(index + 1);
      yield batch;
    }
  } finally {
    const left = await next?.catch(() => undefined);
    if (left !== undefined) tf.dispose(left);
  }
}
