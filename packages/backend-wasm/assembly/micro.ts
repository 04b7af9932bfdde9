import { COLUMNS, ROWS } from './pack';
import { fma } from './simd';

/**
 * C[4, 8] (+)= A panel times B panel over kc steps. One step per iteration: V8 sinks arithmetic
 * below all loads of a block, so that unrolling spills registers (30% slower in Node 20).
 */
export function micro(a: usize, b: usize, c: usize, ldc: usize, kc: i32, accumulate: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let k = kc; k > 0; --k) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a, 4);
    const x2 = v128.load32_splat(a, 8), x3 = v128.load32_splat(a, 12);
    c00 = fma(x0, b0, c00); c01 = fma(x0, b1, c01);
    c10 = fma(x1, b0, c10); c11 = fma(x1, b1, c11);
    c20 = fma(x2, b0, c20); c21 = fma(x2, b1, c21);
    c30 = fma(x3, b0, c30); c31 = fma(x3, b1, c31);
    a += 16; b += 32;
  }
  // two straight-line blocks of stores, no choice per store: V8 can then pair 128-bit operations
  const d = c + ldc, e = d + ldc, f = e + ldc;
  if (accumulate) {
    v128.store(c, f32x4.add(c00, v128.load(c))); v128.store(c, f32x4.add(c01, v128.load(c, 16)), 16);
    v128.store(d, f32x4.add(c10, v128.load(d))); v128.store(d, f32x4.add(c11, v128.load(d, 16)), 16);
    v128.store(e, f32x4.add(c20, v128.load(e))); v128.store(e, f32x4.add(c21, v128.load(e, 16)), 16);
    v128.store(f, f32x4.add(c30, v128.load(f))); v128.store(f, f32x4.add(c31, v128.load(f, 16)), 16);
  } else {
    v128.store(c, c00); v128.store(c, c01, 16); v128.store(d, c10); v128.store(d, c11, 16);
    v128.store(e, c20); v128.store(e, c21, 16); v128.store(f, c30); v128.store(f, c31, 16);
  }
}

/** `micro` at an edge: only `rows` by `columns` of C exist. `spare` holds 4 x 8 floats. */
export function microEdge(
  a: usize, b: usize, c: usize, ldc: usize, kc: i32, accumulate: bool, rows: i32, columns: i32, spare: usize,
): void {
  micro(a, b, spare, 32, kc, false);
  for (let r = 0; r < rows; ++r) {
    for (let q = 0; q < columns; ++q) {
      const d = c + <usize>r * ldc + (<usize>q << 2);
      const v = load<f32>(spare + <usize>(r * 32 + q * 4));
      store<f32>(d, accumulate ? load<f32>(d) + v : v);
    }
  }
}

/** A packed block of A (mc rows) times packed panels of B (nc columns): C[mc, nc] (+)= … */
export function block(
  a: usize, b: usize, c: usize, ldc: usize, mc: i32, nc: i32, kc: i32, accumulate: bool, spare: usize,
): void {
  for (let j = 0; j < nc; j += COLUMNS) {
    const bp = b + (<usize>(j * kc) << 2), n = min(COLUMNS, nc - j);
    for (let i = 0; i < mc; i += ROWS) {
      const ap = a + (<usize>(i * kc) << 2), m = min(ROWS, mc - i);
      const cp = c + <usize>i * ldc + (<usize>j << 2);
      if (m == ROWS && n == COLUMNS) micro(ap, bp, cp, ldc, kc, accumulate);
      else microEdge(ap, bp, cp, ldc, kc, accumulate, m, n, spare);
    }
  }
}
