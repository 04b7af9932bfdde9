import type * as tf from '@tensorflow/tfjs-core';

import {
  channelsLastShape,
  type ConvolutionAttrs,
  convolutionInfo,
  inChannelsLast,
} from '../convolution/channels.js';
import { convolutionFilterGrad } from '../convolution/filter-grad.js';
import { defineKernel } from '../kernel.js';

interface Attrs extends ConvolutionAttrs {
  filterShape: number[];
}

/** Gradient of a convolution with respect to its filter. tfjs has none on wasm. */
export const conv2DBackpropFilter = defineKernel<tf.Conv2DBackpropFilterInputs, Attrs>(
  'Conv2DBackpropFilter',
  ({ inputs: { x, dy }, attrs, engine }) => {
    const info = convolutionInfo(channelsLastShape(x.shape, attrs), attrs.filterShape, attrs);
    return inChannelsLast(
      engine,
      attrs,
      [x, dy],
      ([image, gradient]) => convolutionFilterGrad(engine, image!, gradient!, info),
      false,
    );
  },
);
