import * as tf from '@tensorflow/tfjs-core';

import { useTestBackend } from './backends.js';

/** What a computation gave on one backend. */
export interface Computed {
  shape: number[];
  dtype: tf.DataType;
  values: Float32Array | Int32Array | Uint8Array;
}

/**
 * Runs a computation on a backend and reads its results, asynchronously, since WebGPU cannot
 * otherwise. `body` makes its own tensors; all are disposed.
 */
export async function computeOn(
  backend: string,
  body: () => tf.Tensor | tf.Tensor[],
): Promise<Computed[]> {
  await useTestBackend(backend);
  const results = tf.tidy(body);
  const list = Array.isArray(results) ? results : [results];
  const read = list.map(async (t): Promise<Computed> => ({
    shape: t.shape,
    dtype: t.dtype,
    values: await t.data(),
  }));
  try {
    return await Promise.all(read);
  } finally {
    tf.dispose(list);
  }
}

/**
 * The largest difference between two results, relative to the largest magnitude (at least 1):
 * infinite when shapes or dtypes differ, or one is NaN or infinite where the other is not.
 */
export function largestDifference(a: Computed, b: Computed): number {
  if (!tf.util.arraysEqual(a.shape, b.shape) || a.dtype !== b.dtype) return Infinity;
  let scale = 1;
  let worst = 0;
  for (let i = 0; i < a.values.length; i++) {
    const x = a.values[i]!;
    const y = b.values[i]!;
    if (Object.is(x, y) || x === y) {
      if (Number.isFinite(x)) scale = Math.max(scale, Math.abs(x));
      continue;
    }
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Infinity;
    scale = Math.max(scale, Math.abs(x), Math.abs(y));
    worst = Math.max(worst, Math.abs(x - y));
  }
  return worst / scale;
}
