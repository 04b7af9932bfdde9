import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { forwardTaps, tapTable } from './taps.js';

const POSITIONS_PER_PASS = 256;
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
  const { batchSize, inChannels, outChannels, outHeight, outWidth } = info;
  const output = engine.output([info.filterHeight, info.filterWidth, inChannels, outChannels]);
  const taps = forwardTaps(info);
  const depth = taps.length * inChannels;
  const size = depth * outChannels;
  if (size === 0) return output;

  const group = size <= SMALL_FILTER ? Math.max(1, Math.ceil(batchSize / PARTS)) : 0;
  const parts = group ? Math.max(1, Math.ceil(batchSize / group)) : Math.ceil(depth / ROW_BLOCK);
  const [table, sums] = engine.heap.kernelBlocks(
    12 * taps.length,
    group && parts > 1 ? 4 * size * parts : 0,
  );
  engine.heap.ints.set(tapTable(taps), table >>> 2);
  const target = group && parts > 1 ? sums : engine.address(output);

  const gridRows = Math.max(1, Math.min(outHeight, Math.floor(POSITIONS_PER_PASS / outWidth)));
  const padded = Math.ceil(outChannels / 8) * 8;
  engine.run(
    'conv2dFilterGrad',
    parts,
    [
      ...[engine.address(x), info.inHeight, info.inWidth, inChannels, outHeight, outWidth],
      ...[info.strideHeight, info.strideWidth, table, taps.length],
      ...[engine.address(dy), target, batchSize, outChannels, gridRows, ROW_BLOCK, group],
    ],
    { scratch: 4 * gridRows * outWidth * (padded + ROW_BLOCK + 4) + 256 },
  );
  if (target === sums) {
    const block = 4096;
    const ints = [sums, engine.address(output), parts, size, block];
    engine.run('sumParts', Math.ceil(size / block), ints);
  }
  return output;
}
