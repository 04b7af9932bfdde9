/** a · b */
export function dot(a: Float32Array, b: Float32Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (const whole = a.length & ~3; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

export function length(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

/** A copy of length 1; zeros stay. */
export function unit(a: Float32Array): Float32Array {
  const size = length(a);
  return size > 0 ? a.map((value) => value / size) : a.slice();
}

/** The weighted mean of rows; weights may be negative, their absolute values are summed. */
export function mean(rows: readonly Float32Array[], weights?: readonly number[]): Float32Array {
  const sum = new Float64Array(rows[0]!.length);
  let total = 0;
  rows.forEach((row, k) => {
    const weight = weights?.[k] ?? 1;
    total += Math.abs(weight);
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * row[i]!;
  });
  return Float32Array.from(sum, (value) => value / total);
}

/** Ranks from 1 on, equal values sharing the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let i = from; i < to; i++) result[order[i]!] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

/** Pearson's correlation. */
export function pearson(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const mx = x.reduce((a, b) => a + b, 0) / n;
  const my = y.reduce((a, b) => a + b, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (x[i]! - mx) * (y[i]! - my);
    xx += (x[i]! - mx) ** 2;
    yy += (y[i]! - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's rank correlation. */
export function spearman(x: readonly number[], y: readonly number[]): number {
  return pearson(ranks(x), ranks(y));
}
