import type * as tf from '@tensorflow/tfjs-core';

import { type ConvolutionAttrs, convolutionInfo } from '../convolution/channels.js';
import { depthwiseArgs } from '../convolution/depthwise.js';
import { defineKernel } from '../kernel.js';

interface Attrs extends ConvolutionAttrs {
  inputShape: number[];
}

/** Gradient of a depthwise convolution with respect to its input. tfjs has none on wasm. */
export const depthwiseConv2dNativeBackpropInput = defineKernel<
  tf.DepthwiseConv2dNativeBackpropInputInputs,
  Attrs
>('DepthwiseConv2dNativeBackpropInput', ({ inputs: { dy, filter }, attrs, engine }) => {
  const info = convolutionInfo(attrs.inputShape, filter.shape, attrs, true);
  const output = engine.output(info.inShape);
  engine.run(
    'depthwiseInputGrad',
    info.batchSize * info.inHeight,
    depthwiseArgs(engine, info, { filter, dy, output }, 0),
  );
  return output;
});
