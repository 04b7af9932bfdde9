import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';

/** What tfjs's 2D pooling kernels have in common. */
export interface PoolingAttrs {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export function poolingInfo(inputShape: number[], attrs: PoolingAttrs): backend_util.Conv2DInfo {
  return backend_util.computePool2DInfo(
    inputShape as [number, number, number, number],
    attrs.filterSize,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
}

/** Channels of one tile: images are the tiles, unless there are only a few. */
function channelBlock(info: backend_util.Conv2DInfo): number {
  return info.batchSize >= 8 ? info.inChannels : 16;
}

/** The argument struct of assembly/pool.ts. */
export function poolingArgs(
  engine: Engine,
  info: backend_util.Conv2DInfo,
  x: TensorInfo | undefined,
  dy: TensorInfo | undefined,
  output: TensorInfo,
): number[] {
  return [
    ...[x ? engine.address(x) : 0, dy ? engine.address(dy) : 0, engine.address(output)],
    ...[info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth],
    ...[info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth],
    ...[info.padInfo.top, info.padInfo.left, info.dilationHeight, info.dilationWidth],
    channelBlock(info),
  ];
}

/** Tiles of the gradients: images by blocks of channels. */
export function poolingGradTiles(info: backend_util.Conv2DInfo): number {
  return info.batchSize * Math.ceil(info.inChannels / channelBlock(info));
}

/** Whether windows of 2 by 2 lie side by side, without padding, and channels come in fours. */
export function isTwoByTwo(info: backend_util.Conv2DInfo): boolean {
  const { padInfo, dilationHeight, dilationWidth } = info;
  return (
    [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth].every(
      (n) => n === 2,
    ) &&
    padInfo.top + padInfo.left + padInfo.bottom + padInfo.right === 0 &&
    dilationHeight * dilationWidth === 1 &&
    info.inChannels % 4 === 0
  );
}
