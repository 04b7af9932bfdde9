import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Epilogue } from '../activation.js';
import type { Engine } from '../engine.js';

/** The tensors of a depthwise convolution or gradient; those that are not read stay undefined. */
export interface DepthwiseTensors {
  x?: TensorInfo;
  filter?: TensorInfo;
  dy?: TensorInfo;
  output: TensorInfo;
}

/** The argument struct of assembly/depthwise.ts. */
export function depthwiseArgs(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  { x, filter, dy, output }: DepthwiseTensors,
  channelBlock: number,
): number[] {
  return [
    ...[x ? engine.address(x) : 0, filter ? engine.address(filter) : 0],
    ...[dy ? engine.address(dy) : 0, engine.address(output)],
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outChannels / info.inChannels, info.outHeight, info.outWidth],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left, info.dilationHeight, info.dilationWidth],
    channelBlock,
  ];
}

/** Depthwise convolution with one filter for each channel. */
export function depthwiseConvolve(
  engine: Engine,
  x: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
  epilogue: Epilogue = {},
): TensorInfo {
  const output = engine.output(info.outShape);
  if (info.outWidth === 0 || info.inChannels === 0) return output;
  engine.run(
    'depthwise',
    info.batchSize * info.outHeight,
    [
      ...depthwiseArgs(engine, info, { x, filter, output }, 0),
      ...[epilogue.bias ?? 0, epilogue.activation ?? 0],
    ],
    { floats: [epilogue.alpha ?? 0], scratch: 64 },
  );
  return output;
}
