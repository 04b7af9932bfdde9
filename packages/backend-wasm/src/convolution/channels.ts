import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';

const TO_LAST = [0, 2, 3, 1];
const TO_FIRST = [0, 3, 1, 2];

type Shape4D = [number, number, number, number];

/** What tfjs's convolution kernels have in common. */
export interface ConvolutionAttrs {
  strides: number | [number, number];
  dilations?: number | [number, number];
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes of a convolution whose images are channels-last, whatever `dataFormat` says of the tensors. */
export function convolutionInfo(
  inputShape: number[],
  filterShape: number[],
  attrs: ConvolutionAttrs,
  depthwise = false,
): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    attrs.dilations ?? 1,
    channelsLastPadding(attrs),
    attrs.dimRoundingMode,
    depthwise,
    'channelsLast',
  );
}

function channelsLastPadding({ pad, dataFormat }: ConvolutionAttrs): ConvolutionAttrs['pad'] {
  if (typeof pad !== 'object' || dataFormat !== 'NCHW') return pad;
  return TO_LAST.map((axis) => pad[axis]) as backend_util.ExplicitPadding;
}

export function channelsLastShape(shape: number[], attrs: ConvolutionAttrs): number[] {
  return attrs.dataFormat === 'NCHW' ? TO_LAST.map((axis) => shape[axis]!) : shape;
}

/** Runs `body` with channels-last images, turning those of NCHW convolutions around and back. */
export function inChannelsLast(
  engine: Engine,
  attrs: ConvolutionAttrs,
  images: TensorInfo[],
  body: (images: TensorInfo[]) => TensorInfo,
  givesImage: boolean,
): TensorInfo {
  if (attrs.dataFormat !== 'NCHW') return body(images);
  const turned = images.map((x) => engine.call('Transpose', { x }, { perm: TO_LAST }));
  const result = body(turned);
  turned.forEach((x) => engine.release(x));
  if (!givesImage) return result;
  const image = engine.call('Transpose', { x: result }, { perm: TO_FIRST });
  engine.release(result);
  return image;
}
