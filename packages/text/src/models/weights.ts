import { RandomGenerator } from '@ibexjs/core/plain';

/** Rows of small uniform numbers, from -1 / width to 1 / width, as word vectors begin. */
export function initialRows(count: number, width: number, seed: number): Float32Array {
  const random = new RandomGenerator(seed);
  const rows = new Float32Array(count * width);
  for (let i = 0; i < rows.length; i++) rows[i] = (random.uniform() * 2 - 1) / width;
  return rows;
}

/** The rows of `old` whose keys are known, in a new order; other rows from `fresh`. */
export function carryRows(
  fresh: Float32Array,
  old: Float32Array,
  width: number,
  places: Iterable<readonly [from: number, to: number]>,
): Float32Array {
  for (const [from, to] of places) {
    fresh.set(old.subarray(from * width, (from + 1) * width), to * width);
  }
  return fresh;
}
