import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Epilogue } from '../activation.js';
import type { Engine } from '../engine.js';
import { gemm } from '../gemm.js';
import type { Grid } from './band.js';
import { convolution, type Target } from './convolution.js';
import { forwardTaps } from './taps.js';
import { type Images, suitsWinograd, winogradConvolution } from './winograd.js';

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

  if (suitsWinograd(info)) {
    const { top, left } = info.padInfo;
    const [image, out] = [imagesIn(engine, x, info), imagesOut(engine, output, info)];
    const weights = () => engine.address(filter);
    winogradConvolution(engine, image, info.batchSize, [-top, -left], weights, out, epilogue);
    return output;
  }
  const taps = isPointwise(info) ? [] : forwardTaps(info);
  const weights = { address: engine.address(filter), row: outChannels, column: 1, batch: 0 };
  if (taps.length === 0) {
    const pixels = { address: engine.address(x), row: inChannels, column: 1, batch: 0 };
    const sizes = [1, positions, outChannels, inChannels] as const;
    gemm(engine, pixels, weights, engine.address(output), sizes, epilogue);
    return output;
  }
  const target = { ...wholeImage(outHeight, outWidth), address: engine.address(output) };
  convolution(engine, gridOf(engine, x, info), taps, () => weights, outChannels, target, epilogue);
  return output;
}

/** The images of a convolution and the positions of its output. */
export function gridOf(engine: Engine, x: TensorInfo, info: backend_util.Conv2DInfo): Grid {
  return {
    ...{ address: engine.address(x), batch: info.batchSize },
    ...{ height: info.inHeight, width: info.inWidth, channels: info.inChannels },
    ...{ gridHeight: info.outHeight, gridWidth: info.outWidth },
    ...{ strideY: info.strideHeight, strideX: info.strideWidth },
  };
}

/** A tensor of a convolution's input size. */
export function imagesIn(engine: Engine, x: TensorInfo, info: backend_util.Conv2DInfo): Images {
  const { inHeight: height, inWidth: width, inChannels: channels } = info;
  return { address: engine.address(x), height, width, channels };
}

/** A tensor of a convolution's output size. */
export function imagesOut(engine: Engine, y: TensorInfo, info: backend_util.Conv2DInfo): Images {
  const { outHeight: height, outWidth: width, outChannels: channels } = info;
  return { address: engine.address(y), height, width, channels };
}

/** Results that fill an image, pixel by pixel. */
function wholeImage(height: number, width: number): Omit<Target, 'address'> {
  return { height, width, stepY: 1, stepX: 1, offsetY: 0, offsetX: 0 };
}
