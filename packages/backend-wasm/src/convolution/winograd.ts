import type { backend_util } from '@tensorflow/tfjs-core';

import type { Epilogue } from '../activation.js';
import type { Engine } from '../engine.js';
import { columnBlock } from '../gemm.js';
import { type Band, bandOf, type Grid, imagesArgs } from './band.js';
import type { TapRow } from './taps.js';

/** Cells of a patch: 4x4 pixels give 2x2 results. */
const CELLS = 16;
/** Fewer channels than these on a side do not repay the transforms. */
const FEWEST = 16;
/** Floats between the matrices of two cells; assembly/winograd.ts has the same. */
const GAP = 16;

/** Images of a size, channels last. */
export interface Images {
  address: number;
  height: number;
  width: number;
  channels: number;
}

/**
 * Whether a convolution is computed by Winograd's F(2x2, 3x3), which multiplies 2.25 times less. Its
 * rounding errors are as small as a direct convolution's; a NaN or an infinity in an image reaches
 * all results that share a patch of 4x4 pixels with it, not only those that read it.
 */
export function suitsWinograd(info: backend_util.Conv2DInfo): boolean {
  const { inChannels, outChannels } = info;
  const is3x3 = info.filterHeight === 3 && info.filterWidth === 3;
  const steps = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth];
  return (
    is3x3 &&
    steps.every((step) => step === 1) &&
    [inChannels, outChannels].every((channels) => channels >= FEWEST && channels % 8 === 0)
  );
}

/** Patches to a band: enough for the products to run at full speed, few enough to stay in cache. */
function positions(channels: number): number {
  return Math.max(48, Math.min(160, Math.floor(32768 / channels)));
}

/** The grid of 2x2 results of a 3x3 convolution, and how images are read for it. */
function gridOf(
  images: Images,
  [batch, height, width]: readonly [number, number, number],
  top: number,
  left: number,
): [Grid, Band] {
  const grid: Grid = {
    ...images,
    ...{ batch, strideY: 2, strideX: 2 },
    ...{ gridHeight: Math.ceil(height / 2), gridWidth: Math.ceil(width / 2) },
  };
  const rows: TapRow[] = [0, 1, 2, 3].map((y) => ({ y: top + y, x: left, count: 4 }));
  return [grid, bandOf(grid, rows, positions(images.channels))];
}

/**
 * A 3x3 convolution with stride 1: result (y, x) reads from image pixel (y + top, x + left) on.
 *
 * @param filter address of [3, 3, channels, columns], which may stand in the first `reserve` bytes of
 *     the kernel's scratch memory
 */
export function winogradConvolution(
  engine: Engine,
  images: Images,
  batch: number,
  [top, left]: readonly [number, number],
  filter: (scratch: number) => number,
  out: Images,
  epilogue: Epilogue = {},
  reserve = 0,
): void {
  const { channels } = images;
  const columns = out.channels;
  const [grid, band] = gridOf(images, [batch, out.height, out.width], top, left);
  const [packed, own] = engine.heap.kernelBlocks(4 * CELLS * channels * columns, reserve);
  engine.run('winogradFilter', channels, [filter(own), packed, channels, columns], {
    scratch: 256,
  });

  const block = Math.min(columnBlock(columns), channels > 128 ? 64 : 512);
  const tiles = Math.ceil(grid.gridHeight / band.rows) * Math.ceil(columns / block);
  const count = band.rows * grid.gridWidth;
  engine.run(
    'winograd',
    batch * tiles,
    [
      ...imagesArgs(grid, band),
      ...[packed, out.address, columns, out.height, out.width],
      ...[epilogue.bias ?? 0, epilogue.activation ?? 0, block],
    ],
    {
      floats: [epilogue.alpha ?? 0],
      scratch: 512 + 4 * (CELLS * (count * (channels + block) + 2 * GAP) + band.copyFloats),
    },
  );
}

/** Images of a batch are summed in this many parts at most, one per tile, of so many floats in all. */
const [PARTS, MOST_FLOATS] = [16, 1 << 23];
/** Larger filters are left to the direct way, which cuts them into blocks of rows. */
const MOST_WEIGHTS = 256 * 256;
/** Filters of up to so many weights can be summed by one thread; larger ones need images to share. */
const [FEW_WEIGHTS, SOME_IMAGES] = [64 * 64, 4];

/** Whether the gradient of a convolution's filter is computed this way. */
export function gradSuitsWinograd(info: backend_util.Conv2DInfo): boolean {
  const weights = info.inChannels * info.outChannels;
  const most = info.batchSize < SOME_IMAGES ? FEW_WEIGHTS : MOST_WEIGHTS;
  return suitsWinograd(info) && weights <= most;
}

/** Gradient of such a convolution for its filter, written to `out`: [3, 3, channels, columns]. */
export function winogradFilterGrad(
  engine: Engine,
  images: Images,
  batch: number,
  [top, left]: readonly [number, number],
  dy: Images,
  out: number,
): void {
  const { channels } = images;
  const columns = dy.channels;
  const [grid, band] = gridOf(images, [batch, dy.height, dy.width], top, left);
  const most = Math.min(PARTS, Math.floor(MOST_FLOATS / (CELLS * channels * columns)));
  const group = Math.ceil(batch / most);
  const parts = Math.ceil(batch / group);
  const sums = engine.heap.kernelScratch(4 * CELLS * channels * columns * parts);
  const count = band.rows * grid.gridWidth;
  engine.run(
    'winogradFilterGrad',
    parts,
    [...imagesArgs(grid, band), ...[dy.address, sums, batch, columns, dy.height, dy.width, group]],
    { scratch: 512 + 4 * (CELLS * (count * (channels + columns) + 2 * GAP) + band.copyFloats) },
  );
  engine.run('winogradFilterResult', channels, [sums, parts, out, channels, columns], {
    scratch: 4 * CELLS * columns,
  });
}
