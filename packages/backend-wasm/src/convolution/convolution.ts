import type { Epilogue } from '../activation.js';
import type { Engine } from '../engine.js';
import { columnBlock, type Matrix, packedBytes, packMatrix } from '../gemm.js';
import { type Band, bandOf, type Grid, imagesArgs } from './band.js';
import { type Tap, type TapRow, tapRows } from './taps.js';

/** Where results go: pixel (y stepY + offsetY, x stepX + offsetX) of images of this size. */
export interface Target {
  address: number;
  height: number;
  width: number;
  stepY: number;
  stepX: number;
  offsetY: number;
  offsetX: number;
}

/** Depth of one segment at most, so that a panel of the filter stays in the first cache. */
const MAX_SEGMENT = 512;
/** Positions of one tile; fewer when there are few, so that there is something to share. */
const [MANY_POSITIONS, FEW_POSITIONS] = [256, 64];

/** Numbers of an image: `runs` stretches of `length`, from `offset` on, `skip` numbers between them. */
interface Segment {
  offset: number;
  length: number;
  runs: number;
  skip: number;
}

/** The segments in which taps read an image, in the order of the filter's rows. */
function segmentsOf(rows: readonly TapRow[], channels: number, band: Band): Segment[] {
  const segments: Segment[] = [];
  for (const { y, x, count } of rows) {
    const offset = (y - band.top) * band.rowLength + (x - band.left) * channels;
    const length = count * channels;
    const last = segments.at(-1);
    const skip = last && offset - last.offset - last.runs * (last.length + last.skip);
    if (
      last?.length === length &&
      (last.runs === 1 || skip === 0) &&
      (last.runs + 1) * length <= MAX_SEGMENT
    ) {
      if (last.runs === 1) last.skip = offset - last.offset - length;
      last.runs++;
      continue;
    }
    for (let from = 0; from < length; from += MAX_SEGMENT) {
      const part = Math.min(MAX_SEGMENT, length - from);
      segments.push({ offset: offset + from, length: part, runs: 1, skip: 0 });
    }
  }
  return segments;
}

/**
 * out[position, column] = the sum over taps and channels of image times weights, then the epilogue.
 *
 * @param taps which cells are read, in the order of the rows of `weights`
 * @param weights matrix [taps * channels, columns]
 * @param reserve bytes of kernel scratch that stay the caller's (what `weights` stands in, perhaps)
 */
export function convolution(
  engine: Engine,
  grid: Grid,
  taps: readonly Tap[],
  weights: (scratch: number) => Matrix,
  columns: number,
  target: Target,
  epilogue: Epilogue = {},
  reserve = 0,
): void {
  const positions = grid.batch * grid.gridHeight * grid.gridWidth;
  if (positions === 0 || columns === 0) return;
  const rows = tapRows(taps);
  const many = positions >= 16 * MANY_POSITIONS;
  const band = bandOf(grid, rows, many ? MANY_POSITIONS : FEW_POSITIONS);
  const segments = segmentsOf(rows, grid.channels, band);
  const depth = taps.length * grid.channels;
  const [table, packed, own] = engine.heap.kernelBlocks(
    16 * segments.length,
    packedBytes(depth, columns),
    reserve,
  );
  const list = segments.flatMap(({ offset, length, runs, skip }) => [offset, length, runs, skip]);
  engine.heap.ints.set(list, table >>> 2);
  packMatrix(engine, weights(own), depth, columns, packed, depth);

  const block = columnBlock(columns);
  const tiles = Math.ceil(grid.gridHeight / band.rows) * Math.ceil(columns / block);
  const isDirect = target.stepY === 1 && target.stepX === 1;
  const ownFloats = isDirect ? 0 : band.rows * grid.gridWidth * block;
  engine.run(
    'conv2d',
    grid.batch * tiles,
    [
      ...imagesArgs(grid, band),
      ...[table, segments.length, packed, target.address, columns, depth],
      ...[target.height, target.width, target.stepY, target.stepX, target.offsetY, target.offsetX],
      ...[epilogue.bias ?? 0, epilogue.activation ?? 0, block],
    ],
    { floats: [epilogue.alpha ?? 0], scratch: 512 + 4 * (ownFloats + band.copyFloats) },
  );
}
