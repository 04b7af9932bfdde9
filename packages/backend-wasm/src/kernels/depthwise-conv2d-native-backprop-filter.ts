import type * as tf from '@tensorflow/tfjs-core';

import { type ConvolutionAttrs, convolutionInfo } from '../convolution/channels.js';
import { depthwiseArgs } from '../convolution/depthwise.js';
import { defineKernel } from '../kernel.js';

const CHANNEL_BLOCK = 16;

interface Attrs extends ConvolutionAttrs {
  filterShape: number[];
}

/** Gradient of a depthwise convolution with respect to its filter. tfjs has none on wasm. */
export const depthwiseConv2dNativeBackpropFilter = defineKernel<
  tf.DepthwiseConv2dNativeBackpropFilterInputs,
  Attrs
>('DepthwiseConv2dNativeBackpropFilter', ({ inputs: { x, dy }, attrs, engine }) => {
  const info = convolutionInfo(x.shape, attrs.filterShape, attrs, true);
  const output = engine.output(attrs.filterShape);
  engine.run(
    'depthwiseFilterGrad',
    Math.ceil(info.inChannels / CHANNEL_BLOCK),
    depthwiseArgs(engine, info, { x, dy, output }, CHANNEL_BLOCK),
  );
  return output;
});
