import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { type Band, bandOf, imagesArgs } from './band.js';
import { gridOf, imagesIn, imagesOut } from './forward.js';
import { forwardTaps, type TapRow, tapRows } from './taps.js';
import { gradSuitsWinograd, winogradFilterGrad } from './winograd.js';

/** Positions of a band: its patches and output gradients fit the first cache. */
const POSITIONS = 128;
const ROW_BLOCK = 64;
/** Filters up to this size are summed in this many parts at most, one per tile. */
const SMALL_FILTER = 1 << 16;
const PARTS = 16;

/**
 * Gradient of a convolution with respect to its filter: transposed patches times dy. Small filters
 * are summed over groups of images, then over the groups in a fixed order, so that any number of
 * threads gives the same numbers; large ones are cut into blocks of rows.
 */
export function convolutionFilterGrad(
  engine: Engine,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const { batchSize, inChannels, outChannels, outWidth } = info;
  const output = engine.output([info.filterHeight, info.filterWidth, inChannels, outChannels]);
  const rows = tapRows(forwardTaps(info));
  const size = info.filterHeight * info.filterWidth * inChannels * outChannels;
  if (size === 0) return output;
  if (batchSize > 0 && gradSuitsWinograd(info)) {
    const { top, left } = info.padInfo;
    const [image, gradient] = [imagesIn(engine, x, info), imagesOut(engine, dy, info)];
    const out = engine.address(output);
    winogradFilterGrad(engine, image, batchSize, [-top, -left], gradient, out);
    return output;
  }

  const grid = gridOf(engine, x, info);
  // four rows of dW at a time: where they are fewer, what follows them is read too, and ignored
  const isUneven = rows.some(({ count }) => (count * inChannels) % 4 !== 0);
  const band = bandOf(grid, rows, POSITIONS, isUneven);
  const group = size <= SMALL_FILTER ? Math.max(1, Math.ceil(batchSize / PARTS)) : 0;
  const blocks = rowBlocks(rows, inChannels, band, group ? Number.MAX_SAFE_INTEGER : ROW_BLOCK);
  const parts = group ? Math.max(1, Math.ceil(batchSize / group)) : blocks.length;
  const [table, sums] = engine.heap.kernelBlocks(
    12 * blocks.length,
    group && parts > 1 ? 4 * size * parts : 0,
  );
  engine.heap.ints.set(blocks.flat(), table >>> 2);
  const target = group && parts > 1 ? sums : engine.address(output);

  const padded = outChannels % 8 === 0 ? 0 : Math.ceil(outChannels / 8) * 8;
  engine.run(
    'conv2dFilterGrad',
    parts,
    [
      ...imagesArgs(grid, band),
      ...[table, blocks.length, engine.address(dy), target, batchSize, outChannels, size, group],
    ],
    { scratch: 512 + 4 * (band.rows * outWidth * padded + band.copyFloats) },
  );
  if (target === sums) {
    const block = 4096;
    const ints = [sums, engine.address(output), parts, size, block];
    engine.run('sumParts', Math.ceil(size / block), ints);
  }
  return output;
}

/** Rows of dW in blocks: where in a band their numbers stand, how many, and the first one's place. */
function rowBlocks(
  rows: readonly TapRow[],
  channels: number,
  band: Band,
  most: number,
): (readonly [offset: number, length: number, row: number])[] {
  const blocks: (readonly [number, number, number])[] = [];
  let row = 0;
  for (const { y, x, count } of rows) {
    const offset = (y - band.top) * band.rowLength + (x - band.left) * channels;
    const length = count * channels;
    for (let from = 0; from < length; from += most) {
      const part = Math.min(most, length - from);
      blocks.push([offset + from, part, row]);
      row += part;
    }
  }
  return blocks;
}
