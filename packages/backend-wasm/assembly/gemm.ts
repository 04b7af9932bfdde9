import { finish } from './activation';
import { block, blockPacked, straight } from './micro';
import { packColumns, packRows } from './pack';
import { at } from './simd';

/**
 * C[batch, M, N] = op(A) op(B), any strides. With `packed` B was packed in advance by `gemmPack`
 * (batch 1 only); otherwise each tile packs what it needs.
 */
@unmanaged class GemmArgs {
  a: usize; aRow: i32; aColumn: i32; aBatch: i32;
  b: usize; bRow: i32; bColumn: i32; bBatch: i32;
  c: usize; m: i32; n: i32; k: i32;
  packed: usize; bias: usize; activation: i32;
  rowBlock: i32; columnBlock: i32; depthBlock: i32;
  alpha: f32;
}

// @ts-ignore: decorator
@inline
function blocks(length: i32, size: i32): i32 { return (length + size - 1) / size; }

/** Packs one group of `columnBlock` columns of B: [k blocks][panels][k][8]. */
export function gemmPack(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GemmArgs>(args), from = tile * q.columnBlock, n = min(q.columnBlock, q.n - from);
  const padded = (q.n + 7) & ~7;
  for (let k = 0; k < q.k; k += q.depthBlock) {
    const kc = min(q.depthBlock, q.k - k);
    packColumns(at(q.packed, k * padded + from * kc), at(q.b, k * q.bRow + from * q.bColumn), q.bRow, q.bColumn, kc, n);
  }
}

/** One block of `rowBlock` rows by `columnBlock` columns of C. */
export function gemm(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GemmArgs>(args), rowBlock = q.rowBlock, columnBlock = q.columnBlock, depthBlock = q.depthBlock;
  const rows = blocks(q.m, rowBlock), columns = blocks(q.n, columnBlock);
  const i = (tile % rows) * rowBlock, j = ((tile / rows) % columns) * columnBlock, batch = tile / (rows * columns);
  const mc = min(rowBlock, q.m - i), nc = min(columnBlock, q.n - j), padded = (q.n + 7) & ~7;
  const a = at(q.a, batch * q.aBatch + i * q.aRow), b = at(q.b, batch * q.bBatch + j * q.bColumn);
  const c = at(q.c, (batch * q.m + i) * q.n + j), ldc = <usize>q.n << 2;
  const walk = scratch + 256, ownA = walk + 64, ownB = at(ownA, ((rowBlock + 3) & ~3) * depthBlock);
  if (q.k == 0) for (let r = 0; r < mc; ++r) memory.fill(c + <usize>r * ldc, 0, <usize>nc << 2);
  for (let k = 0; k < q.k; k += depthBlock) {
    const kc = min(depthBlock, q.k - k);
    let bp = ownB;
    if (q.packed) bp = at(q.packed, k * padded + j * kc);
    else packColumns(ownB, at(b, k * q.bRow), q.bRow, q.bColumn, kc, nc);
    if (q.aColumn == 1) {
      straight(walk, 4, 32, kc);
      block(at(a, k), <usize>q.aRow << 2, bp, c, ldc, mc, nc, walk, k > 0, scratch);
    } else {
      packRows(ownA, at(a, k * q.aColumn), q.aRow, q.aColumn, mc, kc);
      blockPacked(ownA, bp, c, ldc, mc, nc, kc, walk, k > 0, scratch);
    }
  }
  finish(c, ldc, mc, nc, q.bias ? at(q.bias, j) : 0, q.activation, q.alpha, scratch);
}
