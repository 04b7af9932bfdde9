// How a convolution reads images: in place where all reads fall inside, else from a copy of a few rows
// with zeros around. A position of the output grid reads the same offsets from its own base address.
import { at } from './simd';

/**
 * NHWC images and the grid of positions that a filter is put on. Position (y, x) reads rows from
 * y strideY + top, columns from x strideX + left.
 */
@unmanaged export class Images {
  image: usize; height: i32; width: i32; channels: i32;
  gridHeight: i32; gridWidth: i32; strideY: i32; strideX: i32;
  top: i32; left: i32;
  /** Rows that one position reads. */
  span: i32;
  /** Pixels of a row of the copy; 0: no copy is needed. */
  copyWidth: i32;
  /** Grid rows of one band. */
  bandRows: i32;
}

/** Pixels from one row to the next, where the bands of these images are read. */
// @ts-ignore: decorator
@inline
export function bandWidth(q: Images): i32 { return q.copyWidth ? q.copyWidth : q.width; }

/** Address that grid position (y, 0) of image n reads from; copies the band to `copy` if need be. */
export function openBand(q: Images, n: i32, y: i32, gridRows: i32, copy: usize): usize {
  const first = y * q.strideY + q.top, channels = q.channels;
  if (!q.copyWidth) return at(q.image, ((n * q.height + first) * q.width + q.left) * channels);
  const row = <usize>(q.copyWidth * channels) << 2;
  const from = max(0, q.left), to = min(q.width, q.left + q.copyWidth);
  const before = <usize>((from - q.left) * channels) << 2, bytes = <usize>(max(0, to - from) * channels) << 2;
  const rows = (gridRows - 1) * q.strideY + q.span;
  let target = copy;
  for (let r = first; r < first + rows; ++r) {
    if (<u32>r >= <u32>q.height || to <= from) memory.fill(target, 0, row);
    else {
      memory.fill(target, 0, before);
      memory.copy(target + before, at(q.image, ((n * q.height + r) * q.width + from) * channels), bytes);
      memory.fill(target + before + bytes, 0, row - before - bytes);
    }
    target += row;
  }
  return copy;
}
