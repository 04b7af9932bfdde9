/** A distribution from which one draws in constant time (Walker 1977, Vose 1991). */
export interface AliasTable {
  /** Draw i uniformly; stay with it when 32 random bits are below threshold[i] … */
  threshold: Uint32Array;
  /** … and take other[i] otherwise. */
  other: Uint32Array;
}

/** The table for probabilities proportional to `weights`. */
export function aliasTable(weights: ArrayLike<number>): AliasTable {
  const n = weights.length;
  const threshold = new Uint32Array(n).fill(0xffffffff);
  const other = Uint32Array.from({ length: n }, (_, i) => i);
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i]!;
  const scaled = Float64Array.from({ length: n }, (_, i) => (weights[i]! * n) / total);
  const small: number[] = [];
  const large: number[] = [];
  scaled.forEach((value, i) => (value < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const low = small.pop()!;
    const high = large.at(-1)!;
    threshold[low] = Math.floor(scaled[low]! * 0x100000000);
    other[low] = high;
    scaled[high]! -= 1 - scaled[low]!;
    if (scaled[high]! < 1) small.push(large.pop()!);
  }
  return { threshold, other };
}
