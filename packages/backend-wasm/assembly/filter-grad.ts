import { bandWidth, Images, openBand } from './band';
import { micro, Walk } from './micro';
import { COLUMNS, ROWS } from './pack';
import { addInto, at } from './simd';

/** Neighbouring rows of dW: `length` numbers of a patch from `offset` on, the first of them row `row`. */
@unmanaged class RowBlock { offset: i32; length: i32; row: i32; }

/** dW[k, :] = sum over positions of patch[position, k] dy[position, :]. */
@unmanaged class FilterGradArgs extends Images {
  blocks: usize; blockCount: i32; dy: usize; out: usize; batch: i32; columns: i32; size: i32;
  /** Images per tile, each tile with a sum of its own at out + tile * size; 0: tiles are blocks of rows. */
  group: i32;
}

/** Sums over bands of images; a band's patches and output gradients are read from cache. */
export function conv2dFilterGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<FilterGradArgs>(args), columns = q.columns, walk = scratch + 256, own = walk + 64;
  const padded = (columns + 7) & ~7, dyCopy = columns == padded ? 0 : own;
  const copy = own + (dyCopy ? <usize>(q.bandRows * q.gridWidth * padded) << 2 : 0);
  let firstImage = 0, endImage = q.batch, block = tile, endBlock = tile + 1, out = q.out;
  if (q.group) {
    firstImage = tile * q.group; endImage = min(q.batch, firstImage + q.group);
    block = 0; endBlock = q.blockCount; out = at(out, tile * q.size);
    memory.fill(out, 0, <usize>q.size << 2);
  } else {
    const rows = changetype<RowBlock>(q.blocks + <usize>block * 12);
    memory.fill(at(out, rows.row * columns), 0, <usize>(rows.length * columns) << 2);
  }
  const w = changetype<Walk>(walk);
  w.aStep = <usize>(q.strideX * q.channels) << 2; w.bStep = <usize>padded << 2; w.bSkip = 0; w.length = q.gridWidth;
  w.aSkip = <usize>((q.strideY * bandWidth(q) - q.gridWidth * q.strideX) * q.channels) << 2;
  for (let n = firstImage; n < endImage; ++n) {
    for (let y = 0; y < q.gridHeight; y += q.bandRows) {
      const rows = min(q.bandRows, q.gridHeight - y), base = openBand(q, n, y, rows, copy);
      const dy = padRows(at(q.dy, (n * q.gridHeight + y) * q.gridWidth * columns), dyCopy, rows * q.gridWidth, columns, padded);
      w.runs = rows;
      for (let i = block; i < endBlock; ++i) {
        addBlock(changetype<RowBlock>(q.blocks + <usize>i * 12), base, dy, out, columns, walk, scratch);
      }
    }
  }
}

/** Rows of `columns` floats copied to rows of `padded`; in place when `copy` is 0. */
function padRows(rows: usize, copy: usize, count: i32, columns: i32, padded: i32): usize {
  if (!copy) return rows;
  memory.fill(copy, 0, <usize>(count * padded) << 2);
  for (let i = 0; i < count; ++i) memory.copy(at(copy, i * padded), at(rows, i * columns), <usize>columns << 2);
  return copy;
}

/** A block of rows of dW += the sum over one band. */
function addBlock(rows: RowBlock, base: usize, dy: usize, out: usize, columns: i32, walk: usize, spare: usize): void {
  const ldc = <usize>columns << 2;
  for (let j = 0; j < columns; j += COLUMNS) {
    const n = min(COLUMNS, columns - j);
    for (let i = 0; i < rows.length; i += ROWS) {
      const p = at(base, rows.offset + i);
      micro(p, p + 4, p + 8, p + 12, at(dy, j), walk, at(out, (rows.row + i) * columns + j), ldc, true, min(ROWS, rows.length - i), n, spare);
    }
  }
}

@unmanaged class SumPartsArgs { parts: usize; out: usize; count: i32; size: i32; block: i32; }

/** out = the sum of `count` arrays of `size` floats, always in the same order. */
export function sumParts(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<SumPartsArgs>(args), from = tile * q.block, n = min(q.block, q.size - from);
  memory.copy(at(q.out, from), at(q.parts, from), <usize>n << 2);
  for (let i = 1; i < q.count; ++i) addInto(at(q.out, from), at(q.parts, i * q.size + from), n);
}
