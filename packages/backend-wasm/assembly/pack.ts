// Packing of matrices into the panels that the micro-kernel reads one after the other.
// A: panels of 4 rows, [k][4]. B: panels of COLUMNS columns, [k][COLUMNS]; what remains at the end, if
// it is 8 or fewer, is a panel of 8. Edges are padded with zeros. So panel j starts at k * j floats,
// and k rows take k times n floats, n rounded up to a multiple of 8.

// @ts-ignore: decorator
@inline export const ROWS: i32 = 4;
// @ts-ignore: decorator
@inline export const COLUMNS: i32 = isDefined(USE_WIDE) ? 16 : 8;

/** Four rows of `count` floats each, turned into [count][4]; rows at p0..p3. */
export function interleave4(target: usize, p0: usize, p1: usize, p2: usize, p3: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    const r0 = v128.load(p0), r1 = v128.load(p1), r2 = v128.load(p2), r3 = v128.load(p3);
    const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
    v128.store(target, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7), 16);
    v128.store(target, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5), 32);
    v128.store(target, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7), 48);
    p0 += 16; p1 += 16; p2 += 16; p3 += 16; target += 64;
  }
  for (; count > 0; --count) {
    store<f32>(target, load<f32>(p0)); store<f32>(target, load<f32>(p1), 4);
    store<f32>(target, load<f32>(p2), 8); store<f32>(target, load<f32>(p3), 12);
    p0 += 4; p1 += 4; p2 += 4; p3 += 4; target += 16;
  }
}

/** Packs mc rows by kc columns of A; element (i, k) stands at a + 4 (i rs + k cs). */
export function packRows(target: usize, a: usize, rs: i32, cs: i32, mc: i32, kc: i32): void {
  const rsb = <usize>rs << 2, csb = <usize>cs << 2;
  for (let i = 0; i < mc; i += ROWS) {
    const m = min(ROWS, mc - i);
    let p = a + <usize>i * rsb;
    if (m == ROWS && cs == 1) {
      interleave4(target, p, p + rsb, p + 2 * rsb, p + 3 * rsb, kc);
      target += <usize>kc << 4;
    } else if (m == ROWS && rs == 1) {
      for (let k = 0; k < kc; ++k) { v128.store(target, v128.load(p)); target += 16; p += csb; }
    } else {
      for (let k = 0; k < kc; ++k) {
        for (let r = 0; r < ROWS; ++r) {
          store<f32>(target + (<usize>r << 2), r < m ? load<f32>(p + <usize>r * rsb) : 0);
        }
        target += 16; p += csb;
      }
    }
  }
}

/** Packs kc rows by nc columns of B; element (k, j) stands at b + 4 (k rs + j cs). */
export function packColumns(target: usize, b: usize, rs: i32, cs: i32, kc: i32, nc: i32): void {
  const rsb = <usize>rs << 2, csb = <usize>cs << 2;
  for (let j = 0; j < nc; j += COLUMNS) {
    const n = min(COLUMNS, nc - j), width: usize = n > 8 ? 64 : 32;
    let p = b + <usize>j * csb;
    if (n == 16 && cs == 1) {
      for (let k = 0; k < kc; ++k) {
        v128.store(target, v128.load(p)); v128.store(target, v128.load(p, 16), 16);
        v128.store(target, v128.load(p, 32), 32); v128.store(target, v128.load(p, 48), 48);
        target += 64; p += rsb;
      }
    } else if (n == 8 && cs == 1) {
      for (let k = 0; k < kc; ++k) {
        v128.store(target, v128.load(p)); v128.store(target, v128.load(p, 16), 16);
        target += 32; p += rsb;
      }
    } else if ((n & 7) == 0 && rs == 1) {
      for (let c = 0; c < n; c += 4) packTransposed(target + (<usize>c << 2), width, p + <usize>c * csb, csb, kc);
      target += <usize>kc * width;
    } else {
      for (let k = 0; k < kc; ++k) {
        for (let c = 0; c < <i32>(width >> 2); ++c) {
          store<f32>(target + (<usize>c << 2), c < n ? load<f32>(p + <usize>c * csb) : 0);
        }
        target += width; p += rsb;
      }
    }
  }
}

/** Four contiguous runs of kc floats, `step` bytes apart, into four columns of rows `row` bytes apart. */
function packTransposed(target: usize, row: usize, p0: usize, step: usize, kc: i32): void {
  let p1 = p0 + step, p2 = p1 + step, p3 = p2 + step, k = kc;
  for (; k >= 4; k -= 4) {
    const r0 = v128.load(p0), r1 = v128.load(p1), r2 = v128.load(p2), r3 = v128.load(p3);
    const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(target, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
    v128.store(target + row, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
    v128.store(target + 2 * row, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
    v128.store(target + 3 * row, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
    p0 += 16; p1 += 16; p2 += 16; p3 += 16; target += 4 * row;
  }
  for (; k > 0; --k) {
    store<f32>(target, load<f32>(p0)); store<f32>(target, load<f32>(p1), 4);
    store<f32>(target, load<f32>(p2), 8); store<f32>(target, load<f32>(p3), 12);
    p0 += 4; p1 += 4; p2 += 4; p3 += 4; target += row;
  }
}
