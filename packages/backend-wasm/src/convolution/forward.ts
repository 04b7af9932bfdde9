import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Epilogue } from '../activation.js';
import type { Engine } from '../engine.js';
import { columnBlock, depthBlock, gemm, packedBytes, packMatrix } from '../gemm.js';
import { forwardTaps, tapTable } from './taps.js';

/** Positions of one tile: fewer for small images, so that there is something to share. */
export function positionBlock(positions: number): number {
  return positions >= 4096 ? 64 : 32;
}

/** True for a 1x1 convolution that reads every pixel once: a plain matrix product. */
function isPointwise(info: backend_util.Conv2DInfo): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const padded = padInfo.top || padInfo.left || padInfo.bottom || padInfo.right;
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 && !padded;
}

/** Convolution of channels-last images, any padding, stride and dilation. */
export function convolve(
  engine: Engine,
  x: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
  epilogue: Epilogue = {},
): TensorInfo {
  const output = engine.output(info.outShape);
  const { inChannels, outChannels, outHeight, outWidth } = info;
  const positions = info.batchSize * outHeight * outWidth;
  if (positions === 0 || outChannels === 0) return output;

  const taps = isPointwise(info) ? [] : forwardTaps(info);
  const weights = { address: engine.address(filter), row: outChannels, column: 1, batch: 0 };
  if (taps.length === 0) {
    const pixels = { address: engine.address(x), row: inChannels, column: 1, batch: 0 };
    const sizes = [1, positions, outChannels, inChannels] as const;
    gemm(engine, pixels, weights, engine.address(output), sizes, epilogue);
    return output;
  }
  const depth = taps.length * inChannels;
  const [table, packed] = engine.heap.kernelBlocks(
    12 * taps.length,
    packedBytes(depth, outChannels),
  );
  engine.heap.ints.set(tapTable(taps), table >>> 2);
  packMatrix(engine, weights, depth, outChannels, packed);

  const rows = positionBlock(positions);
  const columns = columnBlock(outChannels);
  const kc = depthBlock(depth);
  engine.run(
    'conv2d',
    Math.ceil(positions / rows) * Math.ceil(outChannels / columns),
    [
      ...[engine.address(x), info.inHeight, info.inWidth, inChannels, outHeight, outWidth],
      ...[info.strideHeight, info.strideWidth, table, taps.length],
      ...[packed, engine.address(output), outChannels, positions, outHeight, outWidth, 1, 1, 0, 0],
      ...[epilogue.bias ?? 0, epilogue.activation ?? 0, rows, columns, kc],
    ],
    { floats: [epilogue.alpha ?? 0], scratch: 4 * (inChannels + 8 + (rows + 3) * kc) + 256 },
  );
  return output;
}
