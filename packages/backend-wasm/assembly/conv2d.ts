import { finish } from './activation';
import { block } from './micro';
import { packColumns } from './pack';
import { Patches, packPatches, packPatchesTransposed } from './patches';
import { addInto, at } from './simd';

/**
 * out[position, :] = patch(position) times a packed matrix (gemmPack's layout), activation and bias.
 * Position (n, y, x) of the grid is written to pixel (y stepY + offsetY, x stepX + offsetX) of out.
 */
@unmanaged class ConvArgs extends Patches {
  packed: usize; out: usize; columns: i32; rows: i32;
  outHeight: i32; outWidth: i32; stepY: i32; stepX: i32; offsetY: i32; offsetX: i32;
  bias: usize; activation: i32; rowBlock: i32; columnBlock: i32; depthBlock: i32;
  alpha: f32;
}

/** A tile is rowBlock positions by columnBlock output channels. */
export function conv2d(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ConvArgs>(args), columns = q.columns, rowBlock = q.rowBlock, depthBlock = q.depthBlock;
  const rowTiles = (q.rows + rowBlock - 1) / rowBlock, row = (tile % rowTiles) * rowBlock;
  const j = (tile / rowTiles) * q.columnBlock, nc = min(q.columnBlock, columns - j);
  const mc = min(rowBlock, q.rows - row), depth = q.tapCount * q.channels, padded = (columns + 7) & ~7;
  const zeros = scratch + 128, a = at(zeros, (q.channels + 7) & ~3), own = at(a, ((rowBlock + 3) & ~3) * depthBlock);
  memory.fill(zeros, 0, <usize>(q.channels + 4) << 2);
  const direct = q.stepY == 1 && q.stepX == 1;
  const c = direct ? at(q.out, row * columns + j) : own, ldc = <usize>(direct ? columns : nc) << 2;
  if (depth == 0) for (let r = 0; r < mc; ++r) memory.fill(c + <usize>r * ldc, 0, <usize>nc << 2);
  for (let k = 0; k < depth; k += depthBlock) {
    const kc = min(depthBlock, depth - k);
    packPatches(q, a, row, mc, k, kc, zeros);
    block(a, at(q.packed, k * padded + j * kc), c, ldc, mc, nc, kc, k > 0, scratch);
  }
  finish(c, ldc, mc, nc, q.bias ? at(q.bias, j) : 0, q.activation, q.alpha, scratch);
  if (direct) return;
  const grid = q.gridHeight * q.gridWidth;
  for (let r = 0; r < mc; ++r) {
    const n = (row + r) / grid, g = row + r - n * grid, y = g / q.gridWidth, x = g - y * q.gridWidth;
    const pixel = (n * q.outHeight + y * q.stepY + q.offsetY) * q.outWidth + x * q.stepX + q.offsetX;
    memory.copy(at(q.out, pixel * columns + j), own + <usize>r * ldc, <usize>nc << 2);
  }
}

@unmanaged class FlipArgs { filter: usize; out: usize; taps: usize; inputs: i32; outputs: i32; }

/** Filter [tap, in, out] → [tap', out, in] for a choice of taps (indices at `taps`); a tile is a tap. */
export function conv2dFlip(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<FlipArgs>(args), size = q.inputs * q.outputs;
  const from = at(q.filter, load<i32>(at(q.taps, tile)) * size), to = at(q.out, tile * size);
  for (let o = 0; o < q.outputs; ++o) {
    for (let i = 0; i < q.inputs; ++i) {
      store<f32>(at(to, o * q.inputs + i), load<f32>(at(from, i * q.outputs + o)));
    }
  }
}

/** dW[k, :] = sum over positions of patch[position, k] dy[position, :]. */
@unmanaged class FilterGradArgs extends Patches {
  dy: usize; out: usize; batch: i32; columns: i32;
  /** Positions in one pass are this many grid rows. */
  gridRows: i32; rowBlock: i32;
  /** Images per tile, each tile with a sum of its own at out + tile * size; 0: tiles are rowBlocks of dW. */
  group: i32;
}

export function conv2dFilterGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<FilterGradArgs>(args), columns = q.columns, depth = q.tapCount * q.channels;
  const positions = q.gridRows * q.gridWidth, padded = (columns + 7) & ~7;
  const b = scratch + 128, a = at(b, positions * padded);
  let firstImage = 0, endImage = q.batch, k0 = 0, k1 = depth, out = q.out;
  if (q.group) {
    firstImage = tile * q.group; endImage = min(q.batch, firstImage + q.group);
    out = at(out, tile * depth * columns);
  } else {
    k0 = tile * q.rowBlock; k1 = min(depth, k0 + q.rowBlock);
  }
  memory.fill(at(out, k0 * columns), 0, <usize>((k1 - k0) * columns) << 2);
  for (let n = firstImage; n < endImage; ++n) {
    for (let y = 0; y < q.gridHeight; y += q.gridRows) {
      const gridRows = min(q.gridRows, q.gridHeight - y), count = gridRows * q.gridWidth;
      packColumns(b, at(q.dy, (n * q.gridHeight + y) * q.gridWidth * columns), columns, 1, count, columns);
      for (let k = k0; k < k1; k += q.rowBlock) {
        const rows = min(q.rowBlock, k1 - k);
        packPatchesTransposed(q, a, n, y, gridRows, k, rows);
        block(a, b, at(out, k * columns), <usize>columns << 2, rows, columns, count, true, scratch);
      }
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
