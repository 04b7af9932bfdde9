// Gathering of image patches for convolutions, straight into packed panels: no im2col matrix is made.
import { ROWS, interleave4 } from './pack';
import { at } from './simd';

/** Where a tap of the filter reads: its offset from the position, and how many taps follow on. */
@unmanaged export class Tap {
  y: i32; x: i32;
  /** Taps that read one contiguous stretch of a row, this one included. */
  run: i32;
}

/** An NHWC image, read at (y strideY + tap.y, x strideX + tap.x) for each position (y, x) of a grid. */
@unmanaged export class Patches {
  image: usize; height: i32; width: i32; channels: i32;
  gridHeight: i32; gridWidth: i32; strideY: i32; strideX: i32;
  taps: usize; tapCount: i32;
}

// @ts-ignore: decorator
@inline
function tapAt(p: Patches, i: i32): Tap { return changetype<Tap>(p.taps + <usize>i * 12); }

/** Address of what a tap reads at one position, `zeros` outside the image. */
// @ts-ignore: decorator
@inline
function source(p: Patches, base: i32, y: i32, x: i32, tap: Tap, zeros: usize): usize {
  const sy = y + tap.y, sx = x + tap.x;
  if (<u32>sy >= <u32>p.height || <u32>sx >= <u32>p.width) return zeros;
  return at(p.image, ((base + sy) * p.width + sx) * p.channels);
}

// @ts-ignore: decorator
@inline
function inside(p: Patches, y: i32, x: i32, tap: Tap): bool {
  const sy = y + tap.y, sx = x + tap.x;
  return <u32>sy < <u32>p.height && sx >= 0 && sx + tap.run <= p.width;
}

/**
 * Packs positions [row, row + rows) of the whole grid, columns [k, k + kc) of their patches
 * (column = tap * channels + channel). `zeros`: channels + 4 floats of zero.
 */
export function packPatches(p: Patches, target: usize, row: i32, rows: i32, k: i32, kc: i32, zeros: usize): void {
  const grid = p.gridHeight * p.gridWidth, channels = p.channels, end = k + kc;
  for (let i = 0; i < rows; i += ROWS) {
    const last = rows - 1 - i;
    const r0 = row + i, r1 = r0 + min(1, last), r2 = r0 + min(2, last), r3 = r0 + min(3, last);
    const n0 = r0 / grid, n1 = r1 / grid, n2 = r2 / grid, n3 = r3 / grid;
    const g0 = r0 - n0 * grid, g1 = r1 - n1 * grid, g2 = r2 - n2 * grid, g3 = r3 - n3 * grid;
    const h0 = g0 / p.gridWidth, h1 = g1 / p.gridWidth, h2 = g2 / p.gridWidth, h3 = g3 / p.gridWidth;
    const x0 = (g0 - h0 * p.gridWidth) * p.strideX, x1 = (g1 - h1 * p.gridWidth) * p.strideX;
    const x2 = (g2 - h2 * p.gridWidth) * p.strideX, x3 = (g3 - h3 * p.gridWidth) * p.strideX;
    const y0 = h0 * p.strideY, y1 = h1 * p.strideY, y2 = h2 * p.strideY, y3 = h3 * p.strideY;
    const b0 = n0 * p.height, b1 = n1 * p.height, b2 = n2 * p.height, b3 = n3 * p.height;
    // four neighbours in one row of a one-channel image: one load has all four
    const neighbours = channels == 1 && p.strideX == 1 && last >= 3 && x3 - x0 == 3 && y0 == y3 && n0 == n3;
    for (let column = k; column < end; ) {
      const index = column / channels, skipped = column - index * channels, tap = tapAt(p, index);
      if (neighbours) {
        const sx = x0 + tap.x;
        if (<u32>(y0 + tap.y) < <u32>p.height && sx >= 0 && sx + 4 <= p.width) {
          v128.store(target, v128.load(source(p, b0, y0, x0, tap, zeros)));
          target += 16; ++column;
          continue;
        }
      }
      let count = channels - skipped;
      if (tap.run > 1 && inside(p, y0, x0, tap) && inside(p, y1, x1, tap) && inside(p, y2, x2, tap) && inside(p, y3, x3, tap)) {
        count += (tap.run - 1) * channels;
      }
      count = min(count, end - column);
      const offset = <usize>skipped << 2;
      let s0 = source(p, b0, y0, x0, tap, zeros), s1 = source(p, b1, y1, x1, tap, zeros);
      let s2 = source(p, b2, y2, x2, tap, zeros), s3 = source(p, b3, y3, x3, tap, zeros);
      interleave4(target, s0 + offset, s1 + offset, s2 + offset, s3 + offset, count);
      target += <usize>count << 4; column += count;
    }
  }
}

/**
 * Packs columns [k, k + rows) of the patches of grid rows [y, y + gridRows) of image n, as rows of a
 * transposed matrix: panels of four patch columns, [position][4].
 */
export function packPatchesTransposed(p: Patches, target: usize, n: i32, y: i32, gridRows: i32, k: i32, rows: i32): void {
  const channels = p.channels, width = p.gridWidth;
  for (let i = 0; i < rows; i += ROWS) {
    const first = k + i, m = min(ROWS, rows - i);
    for (let g = y; g < y + gridRows; ++g) {
      if (m == ROWS && channels % ROWS == 0) packFourChannels(p, target, n, g, first);
      else for (let r = 0; r < ROWS; ++r) packOneColumn(p, target + (<usize>r << 2), n, g, first + r, r < m);
      target += <usize>width << 4;
    }
  }
}

/** Grid columns whose reads fall inside the image: [from, to). */
// @ts-ignore: decorator
@inline
function firstInside(tap: Tap, strideX: i32): i32 { return tap.x >= 0 ? 0 : (-tap.x + strideX - 1) / strideX; }
// @ts-ignore: decorator
@inline
function endInside(tap: Tap, strideX: i32, width: i32, gridWidth: i32): i32 {
  const room = width - tap.x;
  return room <= 0 ? 0 : min(gridWidth, (room + strideX - 1) / strideX);
}

function packFourChannels(p: Patches, target: usize, n: i32, g: i32, column: i32): void {
  const index = column / p.channels, tap = tapAt(p, index), sy = g * p.strideY + tap.y;
  const zero = f32x4.splat(0);
  let from = firstInside(tap, p.strideX), to = endInside(tap, p.strideX, p.width, p.gridWidth), x = 0;
  if (<u32>sy >= <u32>p.height || from >= to) { from = p.gridWidth; to = from; }
  let s = at(p.image, ((n * p.height + sy) * p.width + from * p.strideX + tap.x) * p.channels + column - index * p.channels);
  const step = <usize>(p.strideX * p.channels) << 2;
  for (; x < from; ++x) { v128.store(target, zero); target += 16; }
  for (; x < to; ++x) { v128.store(target, v128.load(s)); target += 16; s += step; }
  for (; x < p.gridWidth; ++x) { v128.store(target, zero); target += 16; }
}

function packOneColumn(p: Patches, target: usize, n: i32, g: i32, column: i32, exists: bool): void {
  let from = p.gridWidth, to = from, x = 0, s: usize = 0;
  if (exists) {
    const index = column / p.channels, tap = tapAt(p, index), sy = g * p.strideY + tap.y;
    const a = firstInside(tap, p.strideX), b = endInside(tap, p.strideX, p.width, p.gridWidth);
    if (<u32>sy < <u32>p.height && a < b) {
      from = a; to = b;
      s = at(p.image, ((n * p.height + sy) * p.width + from * p.strideX + tap.x) * p.channels + column - index * p.channels);
    }
  }
  const step = <usize>(p.strideX * p.channels) << 2;
  for (; x < from; ++x) { store<f32>(target, 0); target += 16; }
  for (; x < to; ++x) { store<f32>(target, load<f32>(s)); target += 16; s += step; }
  for (; x < p.gridWidth; ++x) { store<f32>(target, 0); target += 16; }
}
