import { COLUMNS, ROWS } from './pack';
import { fma } from './simd';

/**
 * How a micro-kernel walks along its operands, in bytes: `runs` times `length` steps of `aStep` and
 * `bStep`, with a jump of `aSkip` and `bSkip` after each run.
 */
@unmanaged export class Walk {
  aStep: usize; bStep: usize; length: i32; runs: i32; aSkip: usize; bSkip: usize;
}

/** A walk without jumps. */
// @ts-ignore: decorator
@inline
export function straight(walk: usize, aStep: usize, bStep: usize, length: i32): void {
  const w = changetype<Walk>(walk);
  w.aStep = aStep; w.bStep = bStep; w.length = length; w.runs = 1; w.aSkip = 0; w.bSkip = 0;
}

/**
 * C[4, 8] (+)= A B: four rows of A at p0..p3, eight neighbouring columns of B. One step per
 * iteration: V8 sinks arithmetic below all loads of a block, so that unrolling spills registers (30%
 * slower in Node 20).
 */
export function micro8(
  p0: usize, p1: usize, p2: usize, p3: usize, b: usize, walk: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  const w = changetype<Walk>(walk), aStep = w.aStep, bStep = w.bStep, d = c + ldc, e = d + ldc, f = e + ldc;
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (accumulate) {
    c00 = v128.load(c); c01 = v128.load(c, 16); c10 = v128.load(d); c11 = v128.load(d, 16);
    c20 = v128.load(e); c21 = v128.load(e, 16); c30 = v128.load(f); c31 = v128.load(f, 16);
  }
  for (let run = w.runs; run > 0; --run) {
    for (let k = w.length; k > 0; --k) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      const x0 = v128.load32_splat(p0), x1 = v128.load32_splat(p1);
      const x2 = v128.load32_splat(p2), x3 = v128.load32_splat(p3);
      c00 = fma(x0, b0, c00); c01 = fma(x0, b1, c01);
      c10 = fma(x1, b0, c10); c11 = fma(x1, b1, c11);
      c20 = fma(x2, b0, c20); c21 = fma(x2, b1, c21);
      c30 = fma(x3, b0, c30); c31 = fma(x3, b1, c31);
      p0 += aStep; p1 += aStep; p2 += aStep; p3 += aStep; b += bStep;
    }
    p0 += w.aSkip; p1 += w.aSkip; p2 += w.aSkip; p3 += w.aSkip; b += w.bSkip;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(d, c10); v128.store(d, c11, 16);
  v128.store(e, c20); v128.store(e, c21, 16); v128.store(f, c30); v128.store(f, c31, 16);
}

/**
 * C[4, 16] (+)= A B. For the wide variant (see build/assemble.mjs), where V8 makes one 256-bit
 * operation of two neighbours that are computed alike and stored side by side: eight sums of 256 bits
 * keep both multipliers busy.
 */
export function micro16(
  p0: usize, p1: usize, p2: usize, p3: usize, b: usize, walk: usize, c: usize, ldc: usize, accumulate: bool,
): void {
  const w = changetype<Walk>(walk), aStep = w.aStep, bStep = w.bStep, d = c + ldc, e = d + ldc, f = e + ldc;
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  let c20 = c00, c21 = c00, c22 = c00, c23 = c00, c30 = c00, c31 = c00, c32 = c00, c33 = c00;
  if (accumulate) {
    c00 = v128.load(c); c01 = v128.load(c, 16); c02 = v128.load(c, 32); c03 = v128.load(c, 48);
    c10 = v128.load(d); c11 = v128.load(d, 16); c12 = v128.load(d, 32); c13 = v128.load(d, 48);
    c20 = v128.load(e); c21 = v128.load(e, 16); c22 = v128.load(e, 32); c23 = v128.load(e, 48);
    c30 = v128.load(f); c31 = v128.load(f, 16); c32 = v128.load(f, 32); c33 = v128.load(f, 48);
  }
  for (let run = w.runs; run > 0; --run) {
    for (let k = w.length; k > 0; --k) {
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      const x0 = v128.load32_splat(p0), x1 = v128.load32_splat(p1);
      const x2 = v128.load32_splat(p2), x3 = v128.load32_splat(p3);
      c00 = fma(x0, b0, c00); c01 = fma(x0, b1, c01); c02 = fma(x0, b2, c02); c03 = fma(x0, b3, c03);
      c10 = fma(x1, b0, c10); c11 = fma(x1, b1, c11); c12 = fma(x1, b2, c12); c13 = fma(x1, b3, c13);
      c20 = fma(x2, b0, c20); c21 = fma(x2, b1, c21); c22 = fma(x2, b2, c22); c23 = fma(x2, b3, c23);
      c30 = fma(x3, b0, c30); c31 = fma(x3, b1, c31); c32 = fma(x3, b2, c32); c33 = fma(x3, b3, c33);
      p0 += aStep; p1 += aStep; p2 += aStep; p3 += aStep; b += bStep;
    }
    p0 += w.aSkip; p1 += w.aSkip; p2 += w.aSkip; p3 += w.aSkip; b += w.bSkip;
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  v128.store(d, c10); v128.store(d, c11, 16); v128.store(d, c12, 32); v128.store(d, c13, 48);
  v128.store(e, c20); v128.store(e, c21, 16); v128.store(e, c22, 32); v128.store(e, c23, 48);
  v128.store(f, c30); v128.store(f, c31, 16); v128.store(f, c32, 32); v128.store(f, c33, 48);
}

/**
 * C (+)= A B for up to 4 rows and up to COLUMNS columns. B holds 8 columns, or 16 when there are more;
 * p0..p3 are readable even where a row does not exist. `spare`: 4 x 16 floats.
 */
export function micro(
  p0: usize, p1: usize, p2: usize, p3: usize, b: usize, walk: usize, c: usize, ldc: usize, accumulate: bool,
  rows: i32, columns: i32, spare: usize,
): void {
  const whole = rows == ROWS && (columns == 8 || columns == COLUMNS);
  const target = whole ? c : spare, row: usize = whole ? ldc : 64;
  if (COLUMNS == 16 && columns > 8) micro16(p0, p1, p2, p3, b, walk, target, row, whole && accumulate);
  else micro8(p0, p1, p2, p3, b, walk, target, row, whole && accumulate);
  if (whole) return;
  for (let r = 0; r < rows; ++r) {
    for (let q: usize = 0; q < <usize>columns << 2; q += 4) {
      const v = load<f32>(spare + q);
      store<f32>(c + q, accumulate ? load<f32>(c + q) + v : v);
    }
    spare += 64; c += ldc;
  }
}

/** Rows of A as they stand in memory, `lda` bytes apart, times packed panels of B: C[mc, nc] (+)= … */
export function block(
  a: usize, lda: usize, b: usize, c: usize, ldc: usize, mc: i32, nc: i32, walk: usize, accumulate: bool, spare: usize,
): void {
  const panel = <usize>(changetype<Walk>(walk).length * changetype<Walk>(walk).runs) << 2;
  for (let j = 0; j < nc; j += COLUMNS) {
    const n = min(COLUMNS, nc - j);
    changetype<Walk>(walk).bStep = n > 8 ? 64 : 32;
    for (let i = 0; i < mc; i += ROWS) {
      const m = mc - i, p = a + <usize>i * lda;
      micro(
        p, m > 1 ? p + lda : p, m > 2 ? p + 2 * lda : p, m > 3 ? p + 3 * lda : p, b + panel * <usize>j, walk,
        c + <usize>i * ldc + (<usize>j << 2), ldc, accumulate, min(ROWS, m), n, spare,
      );
    }
  }
}

/** `block` for A in packed panels of four rows. */
export function blockPacked(
  a: usize, b: usize, c: usize, ldc: usize, mc: i32, nc: i32, kc: i32, walk: usize, accumulate: bool, spare: usize,
): void {
  straight(walk, 16, 32, kc);
  for (let j = 0; j < nc; j += COLUMNS) {
    const n = min(COLUMNS, nc - j);
    changetype<Walk>(walk).bStep = n > 8 ? 64 : 32;
    for (let i = 0; i < mc; i += ROWS) {
      const p = a + (<usize>(i * kc) << 2);
      micro(
        p, p + 4, p + 8, p + 12, b + (<usize>(j * kc) << 2), walk,
        c + <usize>i * ldc + (<usize>j << 2), ldc, accumulate, min(ROWS, mc - i), n, spare,
      );
    }
  }
}
