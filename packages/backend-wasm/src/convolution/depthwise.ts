import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';

/** The tensors of a depthwise gradient; the one that is not read stays undefined. */
export interface DepthwiseTensors {
  x?: TensorInfo;
  filter?: TensorInfo;
  dy: TensorInfo;
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
    ...[engine.address(dy), engine.address(output)],
    ...[info.batchSize, info.inHeight, info.inWidth, info.inChannels],
    ...[info.outChannels / info.inChannels, info.outHeight, info.outWidth],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left, info.dilationHeight, info.dilationWidth],
    channelBlock,
  ];
}
