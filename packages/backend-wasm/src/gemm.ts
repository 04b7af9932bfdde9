import type { Engine } from './engine.js';

/** A matrix in memory, or a batch of them: element (i, j) of b stands at 4 (b batch + i row + j column). */
export interface Matrix {
  address: number;
  row: number;
  column: number;
  /** Distance between the matrices of a batch, in elements; 0 repeats the one. */
  batch: number;
}

/** What to do with each element after the product: activation(x + bias[column]). */
export interface Epilogue {
  bias?: number;
  activation?: number;
  alpha?: number;
}

const MAX_DEPTH = 320;
const COLUMN_BLOCK = 512;
const PANEL = 8;

/** K is cut into equal blocks of at most MAX_DEPTH, so that a packed block of A stays in L2. */
export function depthBlock(k: number): number {
  const count = Math.ceil(k / MAX_DEPTH) || 1;
  return Math.max(1, Math.ceil(k / count / 4) * 4);
}

/** Smaller blocks for small products, so that there is something to share among threads. */
function rowBlock(m: number, n: number): number {
  if (m * n >= 512 * 512) return 64;
  return m <= 16 ? Math.max(4, m) : 32;
}

/**
 * out[batch, m, n] = a times b, then the epilogue. Strides express transposition.
 *
 * @param out address of a contiguous [batch, m, n]
 */
export function gemm(
  engine: Engine,
  a: Matrix,
  b: Matrix,
  out: number,
  [batch, m, n, k]: readonly [number, number, number, number],
  epilogue: Epilogue = {},
): void {
  const depth = depthBlock(k);
  const rows = rowBlock(m, n);
  const columns = Math.min(COLUMN_BLOCK, Math.ceil(n / PANEL) * PANEL) || PANEL;
  const columnBlocks = Math.ceil(n / columns);
  // one product: B is packed once for all tiles; many: each tile packs its own
  const packed =
    batch === 1 ? engine.heap.kernelScratch(4 * k * Math.ceil(n / PANEL) * PANEL + 64) : 0;
  const ints = [
    ...[a.address, a.row, a.column, a.batch, b.address, b.row, b.column, b.batch],
    ...[out, m, n, k, packed, epilogue.bias ?? 0, epilogue.activation ?? 0],
  ];
  const floats = [epilogue.alpha ?? 0];
  if (packed && k > 0) {
    const packBlock = Math.min(columns, 128);
    engine.run('gemmPack', Math.ceil(n / packBlock), [...ints, rows, packBlock, depth], { floats });
  }
  const scratch = 4 * (rows + 3 + (packed ? 0 : columns)) * depth + 256;
  const tiles = batch * Math.ceil(m / rows) * columnBlocks;
  engine.run('gemm', tiles, [...ints, rows, columns, depth], { floats, scratch });
}
