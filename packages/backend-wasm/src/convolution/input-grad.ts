import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { columnBlock, depthBlock, packedBytes, packMatrix } from '../gemm.js';
import { positionBlock } from './forward.js';
import { backwardTaps, type Tap, tapTable } from './taps.js';

/**
 * Gradient of a convolution with respect to its input. Input pixels whose coordinates are equal
 * modulo the stride are reached by the same filter cells: for each such phase it is a stride-1
 * convolution of dy with those cells, flipped.
 */
export function convolutionInputGrad(
  engine: Engine,
  dy: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
): TensorInfo {
  const output = engine.output(info.inShape);
  for (let phaseY = 0; phaseY < Math.min(info.strideHeight, info.inHeight); phaseY++) {
    for (let phaseX = 0; phaseX < Math.min(info.strideWidth, info.inWidth); phaseX++) {
      const taps = backwardTaps(info, phaseY, phaseX);
      gradOfPhase(engine, dy, filter, output, info, taps, [phaseY, phaseX]);
    }
  }
  return output;
}

function gradOfPhase(
  engine: Engine,
  dy: TensorInfo,
  filter: TensorInfo,
  output: TensorInfo,
  info: backend_util.Conv2DInfo,
  taps: readonly Tap[],
  [phaseY, phaseX]: readonly [number, number],
): void {
  const { inChannels, outChannels, outHeight, outWidth, strideHeight, strideWidth } = info;
  const gridHeight = Math.ceil((info.inHeight - phaseY) / strideHeight);
  const gridWidth = Math.ceil((info.inWidth - phaseX) / strideWidth);
  const positions = info.batchSize * gridHeight * gridWidth;
  if (positions === 0 || inChannels === 0) return;

  const depth = taps.length * outChannels;
  const [table, indices, flipped, packed] = engine.heap.kernelBlocks(
    12 * taps.length,
    4 * taps.length,
    4 * depth * inChannels,
    packedBytes(depth, inChannels),
  );
  const ints = engine.heap.ints;
  ints.set(tapTable(taps), table >>> 2);
  taps.forEach((tap, i) => (ints[(indices >>> 2) + i] = tap.index));
  engine.run('conv2dFlip', taps.length, [
    ...[engine.address(filter), flipped, indices, inChannels, outChannels],
  ]);
  const weights = { address: flipped, row: inChannels, column: 1, batch: 0 };
  packMatrix(engine, weights, depth, inChannels, packed);

  const rows = positionBlock(positions);
  const columns = columnBlock(inChannels);
  const kc = depthBlock(depth);
  engine.run(
    'conv2d',
    Math.ceil(positions / rows) * Math.ceil(inChannels / columns),
    [
      ...[engine.address(dy), outHeight, outWidth, outChannels, gridHeight, gridWidth, 1, 1],
      ...[table, taps.length, packed, engine.address(output), inChannels, positions],
      ...[info.inHeight, info.inWidth, strideHeight, strideWidth, phaseY, phaseX],
      ...[0, 0, rows, columns, kc],
    ],
    { floats: [0], scratch: 4 * (outChannels + 8 + (rows + 3) * kc + rows * columns) + 256 },
  );
}
