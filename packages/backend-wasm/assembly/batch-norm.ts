// Batch normalization: y = (x - mean) / sqrt(variance + epsilon) gamma + beta, with mean and variance
// of each column. A tile is a block of rows, so that it is read from memory once for both.
import { at, fma, loadSome, storeSome } from './simd';

/** `means` and `squares`: what each tile found of its own rows, [tiles][columns]. */
@unmanaged class MomentsArgs { x: usize; means: usize; squares: usize; rows: i32; columns: i32; block: i32; }

/** Mean of each column of a block, and the sum of squared distances from it. */
export function columnMoments(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<MomentsArgs>(args), n = q.columns, first = tile * q.block, rows = min(q.block, q.rows - first);
  const step = <usize>n << 2, count = f32x4.splat(<f32>rows);
  for (let j = 0; j < n; j += 16) {
    const x = at(q.x, first * n + j), n0 = n - j, n1 = n0 - 4, n2 = n0 - 8, n3 = n0 - 12;
    const mean = at(q.means, tile * n + j), square = at(q.squares, tile * n + j);
    // Sums are of distances from the first row, which stay small where the numbers are large.
    let m0 = loadSome(x, n0), m1 = m0, m2 = m0, m3 = m0, p = x;
    if (n1 > 0) m1 = loadSome(x + 16, n1);
    if (n2 > 0) m2 = loadSome(x + 32, n2);
    if (n3 > 0) m3 = loadSome(x + 48, n3);
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let r = 0; r < rows; ++r) {
      a = f32x4.add(a, f32x4.sub(loadSome(p, n0), m0));
      if (n1 > 0) b = f32x4.add(b, f32x4.sub(loadSome(p + 16, n1), m1));
      if (n2 > 0) c = f32x4.add(c, f32x4.sub(loadSome(p + 32, n2), m2));
      if (n3 > 0) d = f32x4.add(d, f32x4.sub(loadSome(p + 48, n3), m3));
      p += step;
    }
    m0 = f32x4.add(m0, f32x4.div(a, count)); m1 = f32x4.add(m1, f32x4.div(b, count));
    m2 = f32x4.add(m2, f32x4.div(c, count)); m3 = f32x4.add(m3, f32x4.div(d, count));
    a = f32x4.splat(0); b = a; c = a; d = a; p = x;
    for (let r = 0; r < rows; ++r) {
      let v = f32x4.sub(loadSome(p, n0), m0); a = fma(v, v, a);
      if (n1 > 0) { v = f32x4.sub(loadSome(p + 16, n1), m1); b = fma(v, v, b); }
      if (n2 > 0) { v = f32x4.sub(loadSome(p + 32, n2), m2); c = fma(v, v, c); }
      if (n3 > 0) { v = f32x4.sub(loadSome(p + 48, n3), m3); d = fma(v, v, d); }
      p += step;
    }
    storeSome(mean, m0, n0); storeSome(square, a, n0);
    if (n1 > 0) { storeSome(mean + 16, m1, n1); storeSome(square + 16, b, n1); }
    if (n2 > 0) { storeSome(mean + 32, m2, n2); storeSome(square + 32, c, n2); }
    if (n3 > 0) { storeSome(mean + 48, m3, n3); storeSome(square + 48, d, n3); }
  }
}

@unmanaged class JoinArgs {
  means: usize; squares: usize; mean: usize; variance: usize;
  rows: i32; columns: i32; block: i32; tiles: i32;
}

/**
 * Mean and biased variance of each column from those of the blocks, in order (T. Chan, G. Golub,
 * R. LeVeque, 1979: updating formulae for sample variances).
 */
export function joinMoments(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<JoinArgs>(args), n = q.columns;
  for (let j = 0; j < n; ++j) {
    let mean: f32 = 0, squares: f32 = 0, count: f32 = 0;
    for (let t = 0; t < q.tiles; ++t) {
      const more = <f32>min(q.block, q.rows - t * q.block), d = load<f32>(at(q.means, t * n + j)) - mean;
      const total = count + more;
      squares += load<f32>(at(q.squares, t * n + j)) + d * d * (count * more / total);
      mean += d * more / total;
      count = total;
    }
    store<f32>(at(q.mean, j), mean);
    store<f32>(at(q.variance, j), squares / count);
  }
}

@unmanaged class ApplyArgs {
  x: usize; gamma: usize; beta: usize; mean: usize; variance: usize; out: usize;
  rows: i32; columns: i32; block: i32; epsilon: f32;
}

/** y for a block of rows; scratch: one float for each column. */
export function batchNorm(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ApplyArgs>(args), n = q.columns, end = min(q.rows, (tile + 1) * q.block);
  for (let j = 0; j < n; ++j) {
    store<f32>(at(scratch, j), load<f32>(at(q.gamma, j)) / Mathf.sqrt(load<f32>(at(q.variance, j)) + q.epsilon));
  }
  for (let row = tile * q.block; row < end; ++row) {
    const x = at(q.x, row * n), y = at(q.out, row * n);
    for (let j = 0; j < n; j += 4) {
      const rest = n - j, d = f32x4.sub(loadSome(at(x, j), rest), loadSome(at(q.mean, j), rest));
      storeSome(at(y, j), fma(d, loadSome(at(scratch, j), rest), loadSome(at(q.beta, j), rest)), rest);
    }
  }
}

@unmanaged class GradSumsArgs {
  dy: usize; x: usize; mean: usize;
  /** Each tile's own sums: [tiles][columns]. */
  sums: usize; products: usize;
  rows: i32; columns: i32; block: i32;
}

/** Sums of dy and of dy (x - mean) over a block of rows. */
export function batchNormGradSums(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GradSumsArgs>(args), n = q.columns, first = tile * q.block, rows = min(q.block, q.rows - first);
  const step = <usize>n << 2;
  for (let j = 0; j < n; j += 8) {
    const n0 = n - j, n1 = n0 - 4, m0 = loadSome(at(q.mean, j), n0), m1 = n1 > 0 ? loadSome(at(q.mean, j + 4), n1) : m0;
    let x = at(q.x, first * n + j), dy = at(q.dy, first * n + j);
    let s0 = f32x4.splat(0), s1 = s0, p0 = s0, p1 = s0;
    for (let r = 0; r < rows; ++r) {
      let g = loadSome(dy, n0);
      s0 = f32x4.add(s0, g); p0 = fma(g, f32x4.sub(loadSome(x, n0), m0), p0);
      if (n1 > 0) {
        g = loadSome(dy + 16, n1);
        s1 = f32x4.add(s1, g); p1 = fma(g, f32x4.sub(loadSome(x + 16, n1), m1), p1);
      }
      x += step; dy += step;
    }
    const sum = at(q.sums, tile * n + j), product = at(q.products, tile * n + j);
    storeSome(sum, s0, n0); storeSome(product, p0, n0);
    if (n1 > 0) { storeSome(sum + 16, s1, n1); storeSome(product + 16, p1, n1); }
  }
}

@unmanaged class GradArgs {
  dy: usize; x: usize; gamma: usize; mean: usize; variance: usize; dx: usize;
  /** Sums over all rows; `dGamma` holds those of dy (x - mean) until `batchNormGradEnd`. */
  dBeta: usize; dGamma: usize;
  rows: i32; columns: i32; block: i32; epsilon: f32;
}

/**
 * dx = gamma f (dy - mean of dy - (x - mean) f² mean of (dy (x - mean))), f = 1 / sqrt(variance +
 * epsilon), for a block of rows; scratch: three floats for each column.
 */
export function batchNormGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GradArgs>(args), n = q.columns, end = min(q.rows, (tile + 1) * q.block);
  const slope = at(scratch, n), offset = at(slope, n), count = <f32>q.rows;
  for (let j = 0; j < n; ++j) {
    const f: f32 = <f32>1 / Mathf.sqrt(load<f32>(at(q.variance, j)) + q.epsilon), factor = load<f32>(at(q.gamma, j)) * f;
    const down = -factor * f * f * load<f32>(at(q.dGamma, j)) / count;
    store<f32>(at(scratch, j), factor);
    store<f32>(at(slope, j), down);
    store<f32>(at(offset, j), -factor * load<f32>(at(q.dBeta, j)) / count);
  }
  for (let row = tile * q.block; row < end; ++row) {
    const x = at(q.x, row * n), dy = at(q.dy, row * n), dx = at(q.dx, row * n);
    for (let j = 0; j < n; j += 4) {
      const rest = n - j, d = f32x4.sub(loadSome(at(x, j), rest), loadSome(at(q.mean, j), rest));
      const v = fma(d, loadSome(at(slope, j), rest), loadSome(at(offset, j), rest));
      storeSome(at(dx, j), fma(loadSome(at(dy, j), rest), loadSome(at(scratch, j), rest), v), rest);
    }
  }
}

/** dGamma times 1 / sqrt(variance + epsilon). Arguments as in `batchNormGrad`. */
export function batchNormGradEnd(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GradArgs>(args);
  for (let j = 0; j < q.columns; ++j) {
    store<f32>(at(q.dGamma, j), load<f32>(at(q.dGamma, j)) / Mathf.sqrt(load<f32>(at(q.variance, j)) + q.epsilon));
  }
}
