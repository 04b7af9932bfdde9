// Products of a few rows with a large matrix: a dense layer's answer to one example.
import { finish } from './activation';
import { at, fma, loadSome, storeSome } from './simd';

/** C[m, n] = A B; rows of B are contiguous. */
@unmanaged class ThinArgs {
  a: usize; aRow: i32; aColumn: i32; b: usize; bRow: i32; c: usize; m: i32; n: i32; k: i32;
  bias: usize; activation: i32; columnBlock: i32;
  alpha: f32;
}

/** Rows of B that are taken at a time: with columnBlock columns they fit the first cache. */
// @ts-ignore: decorator
@inline const FEW: i32 = 4;

/**
 * One block of `columnBlock` columns of C. B is read once, as it stands: packing it would take longer
 * than multiplying.
 */
export function thinProduct(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ThinArgs>(args), j = tile * q.columnBlock, nc = min(q.columnBlock, q.n - j);
  const row = <usize>q.bRow << 2, bytes = <usize>nc << 2, ldc = <usize>q.n << 2, c = at(q.c, j);
  for (let i = 0; i < q.m; ++i) memory.fill(c + <usize>i * ldc, 0, bytes);
  for (let k = 0; k < q.k; k += FEW) {
    const b = at(q.b, k * q.bRow + j), some = q.k - k;
    for (let i = 0; i < q.m; ++i) {
      const a = at(q.a, i * q.aRow + k * q.aColumn), step = <usize>q.aColumn << 2;
      if (some >= FEW) addRows4(c + <usize>i * ldc, b, row, a, step, nc);
      else for (let r: i32 = 0; r < some; ++r) addRow(c + <usize>i * ldc, b + <usize>r * row, load<f32>(a + <usize>r * step), nc);
    }
  }
  finish(c, ldc, q.m, nc, q.bias ? at(q.bias, j) : 0, q.activation, q.alpha, scratch);
}

/** c += four neighbouring rows of B, each times its number of A. */
function addRows4(c: usize, b0: usize, row: usize, a: usize, step: usize, n: i32): void {
  const x0 = v128.load32_splat(a), x1 = v128.load32_splat(a + step);
  const x2 = v128.load32_splat(a + 2 * step), x3 = v128.load32_splat(a + 3 * step);
  let b1 = b0 + row, b2 = b1 + row, b3 = b2 + row;
  for (; n >= 8; n -= 8) {
    let u = v128.load(c), v = v128.load(c, 16);
    u = fma(x0, v128.load(b0), u); v = fma(x0, v128.load(b0, 16), v);
    u = fma(x1, v128.load(b1), u); v = fma(x1, v128.load(b1, 16), v);
    u = fma(x2, v128.load(b2), u); v = fma(x2, v128.load(b2, 16), v);
    u = fma(x3, v128.load(b3), u); v = fma(x3, v128.load(b3, 16), v);
    v128.store(c, u); v128.store(c, v, 16);
    c += 32; b0 += 32; b1 += 32; b2 += 32; b3 += 32;
  }
  for (; n > 0; n -= 4) {
    let u = fma(x0, loadSome(b0, n), loadSome(c, n));
    u = fma(x1, loadSome(b1, n), u);
    u = fma(x2, loadSome(b2, n), u);
    storeSome(c, fma(x3, loadSome(b3, n), u), n);
    c += 16; b0 += 16; b1 += 16; b2 += 16; b3 += 16;
  }
}

/** c += a row of B times a number. */
function addRow(c: usize, b: usize, factor: f32, n: i32): void {
  const x = f32x4.splat(factor);
  for (; n > 0; n -= 4) {
    storeSome(c, fma(x, loadSome(b, n), loadSome(c, n)), n);
    c += 16; b += 16;
  }
}
