import * as tf from '@tensorflow/tfjs-core';

export interface AttentionMasks {
  /** Masks of query, value and key, [batch, steps], each may be absent. */
  masks: (tf.Tensor | null)[];
  /** [batch, queries, keys], or [batch, heads, queries, keys]. */
  attention: tf.Tensor | null;
  /** Whether a query sees no later key. */
  causal: boolean;
  /** A query sees only keys less than so many steps away. */
  window: number | null;
}

/** Which query sees which key, for scores [batch, heads, queries, keys]; null when all see all. */
export function attentionMask(
  queries: number,
  keys: number,
  { masks, attention, causal, window }: AttentionMasks,
): tf.Tensor | null {
  const [query, value, key] = masks.map((mask) => mask && tf.cast(mask, 'bool'));
  const parts: tf.Tensor[] = [];
  if (query) parts.push(tf.expandDims(tf.expandDims(query, 1), 3));
  if (value) parts.push(tf.expandDims(tf.expandDims(value, 1), 1));
  if (key) parts.push(tf.expandDims(tf.expandDims(key, 1), 1));
  if (causal || window !== null) {
    const sees = (q: number, k: number) =>
      (!causal || q >= k) && (window === null || Math.abs(q - k) < window);
    const grid = Uint8Array.from({ length: queries * keys }, (_, i) =>
      Number(sees(Math.floor(i / keys), i % keys)),
    );
    parts.push(tf.tensor(grid, [1, 1, queries, keys], 'bool'));
  }
  if (attention) {
    const given = tf.cast(attention, 'bool');
    parts.push(given.rank === 3 ? tf.expandDims(given, 1) : given);
  }
  return parts.length === 0 ? null : parts.reduce((a, b) => tf.logicalAnd(a, b));
}
