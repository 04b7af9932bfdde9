import { finish } from './activation';
import { bandWidth, Images, openBand } from './band';
import { micro, Walk } from './micro';
import { COLUMNS, ROWS } from './pack';
import { at } from './simd';

/** Neighbouring cells of a filter, as numbers of the image: `runs` stretches of `length`, `skip` between. */
@unmanaged class Segment { offset: i32; length: i32; runs: i32; skip: i32; }

/**
 * out[position, :] = patch(position) times a packed matrix, bias and activation. Rows of the image
 * are read where they are; no matrix of patches is made. Position (y, x) is written to pixel
 * (y stepY + offsetY, x stepX + offsetX) of out.
 */
@unmanaged class ConvArgs extends Images {
  segments: usize; segmentCount: i32;
  packed: usize; out: usize; columns: i32; depth: i32;
  outHeight: i32; outWidth: i32; stepY: i32; stepX: i32; offsetY: i32; offsetX: i32;
  bias: usize; activation: i32; columnBlock: i32;
  alpha: f32;
}

/** A tile is a band of grid rows of one image, and columnBlock output channels. */
export function conv2d(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ConvArgs>(args), columns = q.columns, bands = (q.gridHeight + q.bandRows - 1) / q.bandRows;
  const blocks = (columns + q.columnBlock - 1) / q.columnBlock, from = (tile % blocks) * q.columnBlock;
  const n = tile / blocks / bands, y = ((tile / blocks) % bands) * q.bandRows, rows = min(q.bandRows, q.gridHeight - y);
  const walk = scratch + 256, own = walk + 64, count = rows * q.gridWidth, end = min(columns, from + q.columnBlock);
  const direct = q.stepY == 1 && q.stepX == 1, ldc = <usize>(direct ? columns : end - from) << 2;
  const c = direct ? at(q.out, ((n * q.gridHeight + y) * q.gridWidth) * columns + from) : own;
  const copy = direct ? own : own + <usize>count * ldc, base = openBand(q, n, y, rows, copy);
  if (!q.segmentCount) for (let i = 0; i < count; ++i) memory.fill(c + <usize>i * ldc, 0, <usize>(end - from) << 2);
  for (let j = from; j < end; j += COLUMNS) {
    let b = at(q.packed, j * q.depth);
    for (let s = 0; s < q.segmentCount; ++s) {
      b = addSegment(q, changetype<Segment>(q.segments + (<usize>s << 4)), base, b, c + (<usize>(j - from) << 2), ldc, count, min(COLUMNS, end - j), s > 0, scratch);
    }
  }
  finish(c, ldc, count, end - from, q.bias ? at(q.bias, from) : 0, q.activation, q.alpha, scratch);
  if (!direct) spread(q, own, n, y, count, from, ldc);
}

/** One panel of columns (+)= one segment of all patches of a band; returns where the panel goes on. */
function addSegment(
  q: ConvArgs, segment: Segment, base: usize, b: usize, c: usize, ldc: usize, count: i32, columns: i32,
  accumulate: bool, scratch: usize,
): usize {
  const walk = scratch + 256, w = changetype<Walk>(walk), width = columns > 8 ? 64 : 32;
  w.aStep = 4; w.bStep = width; w.bSkip = 0;
  w.length = segment.length; w.runs = segment.runs; w.aSkip = <usize>segment.skip << 2;
  const step = <usize>(q.strideX * q.channels) << 2, gridWidth = q.gridWidth;
  const jump = <usize>((q.strideY * bandWidth(q) - gridWidth * q.strideX) * q.channels) << 2;
  let p = at(base, segment.offset), x = gridWidth;
  for (let i = 0; i < count; i += ROWS) {
    const m = min(ROWS, count - i), p0 = p;
    let p1 = p, p2 = p, p3 = p;
    p += step; if (--x == 0) { x = gridWidth; p += jump; }
    if (m > 1) { p1 = p; p += step; if (--x == 0) { x = gridWidth; p += jump; } }
    if (m > 2) { p2 = p; p += step; if (--x == 0) { x = gridWidth; p += jump; } }
    if (m > 3) { p3 = p; p += step; if (--x == 0) { x = gridWidth; p += jump; } }
    micro(p0, p1, p2, p3, b, walk, c, ldc, accumulate, m, columns, scratch);
    c += <usize>ROWS * ldc;
  }
  return b + <usize>(segment.length * segment.runs * width);
}

/** Writes the results of a band to pixels that are not neighbours. */
function spread(q: ConvArgs, own: usize, n: i32, y: i32, count: i32, from: i32, ldc: usize): void {
  for (let i = 0; i < count; ++i) {
    const row = i / q.gridWidth, x = i - row * q.gridWidth;
    const pixel = (n * q.outHeight + (y + row) * q.stepY + q.offsetY) * q.outWidth + x * q.stepX + q.offsetX;
    memory.copy(at(q.out, pixel * q.columns + from), own + <usize>i * ldc, ldc);
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
