import type { Epilogue } from './activation.js';
import type { Engine } from './engine.js';

/** A matrix in memory, or a batch of them: element (i, j) of b stands at 4 (b batch + i row + j column). */
export interface Matrix {
  address: number;
  row: number;
  column: number;
  /** Distance between the matrices of a batch, in elements; 0 repeats the one. */
  batch: number;
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

/** Up to so many rows, B is not packed. */
const THIN = 4;

/** Bytes of a packed [k, n] matrix. */
export function packedBytes(k: number, n: number): number {
  return 4 * k * Math.ceil(n / PANEL) * PANEL;
}

/**
 * Packs b [k, n] at `target` in the layout that the operations `gemm` and `conv2d` read.
 *
 * @param depth rows of one block. Default: as `gemm` wants it
 */
export function packMatrix(
  engine: Engine,
  b: Matrix,
  k: number,
  n: number,
  target: number,
  depth = depthBlock(k),
): void {
  const columns = 128;
  engine.run('gemmPack', k === 0 ? 0 : Math.ceil(n / columns), [
    ...[0, 0, 0, 0, b.address, b.row, b.column, b.batch, 0, 0, n, k, target, 0, 0],
    ...[0, columns, depth],
  ]);
}

/** Output channels or columns that one tile takes. */
export function columnBlock(n: number): number {
  return Math.min(COLUMN_BLOCK, Math.ceil(n / PANEL) * PANEL);
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
  if (m <= THIN && batch === 1 && b.column === 1) {
    thinProduct(engine, a, b, out, [m, n, k], epilogue);
    return;
  }
  const depth = depthBlock(k);
  const rows = rowBlock(m, n);
  const columns = columnBlock(n);
  // one product: B is packed once for all tiles; many: each tile packs its own
  let packed = 0;
  if (batch === 1) {
    packed = engine.heap.kernelScratch(packedBytes(k, n));
    packMatrix(engine, b, k, n, packed);
  }
  engine.run(
    'gemm',
    batch * Math.ceil(m / rows) * Math.ceil(n / columns),
    [
      ...[a.address, a.row, a.column, a.batch, b.address, b.row, b.column, b.batch],
      ...[out, m, n, k, packed, epilogue.bias ?? 0, epilogue.activation ?? 0],
      ...[rows, columns, depth],
    ],
    {
      floats: [epilogue.alpha ?? 0],
      scratch: 4 * (rows + 3 + (packed ? 0 : columns)) * depth + 512,
    },
  );
}

/** A product of few rows with a matrix whose rows are contiguous. */
function thinProduct(
  engine: Engine,
  a: Matrix,
  b: Matrix,
  out: number,
  [m, n, k]: readonly [number, number, number],
  epilogue: Epilogue,
): void {
  // long pieces of rows are read from memory faster
  const block = Math.min(1024, Math.max(64, Math.ceil(n / 64) * 16));
  engine.run(
    'thinProduct',
    Math.ceil(n / block),
    [
      ...[a.address, a.row, a.column, b.address, b.row, out, m, n, k],
      ...[epilogue.bias ?? 0, epilogue.activation ?? 0, block],
    ],
    { floats: [epilogue.alpha ?? 0], scratch: 64 },
  );
}
