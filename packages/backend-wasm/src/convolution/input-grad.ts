import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import type { Grid } from './band.js';
import { convolution } from './convolution.js';
import { imagesIn, imagesOut } from './forward.js';
import { backwardTaps, type Tap } from './taps.js';
import { suitsWinograd, winogradConvolution } from './winograd.js';

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
  const depth = taps.length * outChannels;
  const grid: Grid = {
    ...{ address: engine.address(dy), batch: info.batchSize },
    ...{ height: outHeight, width: outWidth, channels: outChannels },
    ...{ gridHeight, gridWidth, strideY: 1, strideX: 1 },
  };
  const target = {
    ...{ address: engine.address(output), height: info.inHeight, width: info.inWidth },
    ...{ stepY: strideHeight, stepX: strideWidth, offsetY: phaseY, offsetX: phaseX },
  };
  const flippedBytes = 4 * depth * inChannels;
  const flipped = (scratch: number) => {
    const indices = scratch + flippedBytes;
    taps.forEach((tap, i) => (engine.heap.ints[(indices >>> 2) + i] = tap.index));
    const ints = [engine.address(filter), scratch, indices, inChannels, outChannels];
    engine.run('conv2dFlip', taps.length, ints);
    return scratch;
  };
  const reserve = flippedBytes + 4 * taps.length;
  if (suitsWinograd(info)) {
    const [image, out] = [imagesOut(engine, dy, info), imagesIn(engine, output, info)];
    const { top, left } = info.padInfo;
    const from = [top - 2, left - 2] as const;
    winogradConvolution(engine, image, info.batchSize, from, flipped, out, {}, reserve);
    return;
  }
  const weights = (scratch: number) => ({
    ...{ address: flipped(scratch), row: inChannels, column: 1, batch: 0 },
  });
  convolution(engine, grid, taps, weights, inChannels, target, {}, reserve);
}
