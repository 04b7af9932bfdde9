import type * as tf from '@tensorflow/tfjs-core';

import {
  channelsLastShape,
  type ConvolutionAttrs,
  convolutionInfo,
  inChannelsLast,
} from '../convolution/channels.js';
import { convolutionInputGrad } from '../convolution/input-grad.js';
import { defineKernel } from '../kernel.js';

interface Attrs extends ConvolutionAttrs {
  inputShape: number[];
}

/** Gradient of a convolution with respect to its input; also the transposed convolution. */
export const conv2DBackpropInput = defineKernel<tf.Conv2DBackpropInputInputs, Attrs>(
  'Conv2DBackpropInput',
  ({ inputs: { dy, filter }, attrs, engine }) => {
    const info = convolutionInfo(channelsLastShape(attrs.inputShape, attrs), filter.shape, attrs);
    return inChannelsLast(
      engine,
      attrs,
      [dy],
      ([gradient]) => convolutionInputGrad(engine, gradient!, filter, info),
      true,
    );
  },
);
