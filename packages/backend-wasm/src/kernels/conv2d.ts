import type * as tf from '@tensorflow/tfjs-core';

import {
  channelsLastShape,
  type ConvolutionAttrs,
  convolutionInfo,
  inChannelsLast,
} from '../convolution/channels.js';
import { convolve } from '../convolution/forward.js';
import { defineKernel } from '../kernel.js';

/** 2D convolution, NHWC or NCHW (tfjs's wasm kernel knows NHWC only). */
export const conv2D = defineKernel<tf.Conv2DInputs, ConvolutionAttrs>(
  'Conv2D',
  ({ inputs: { x, filter }, attrs, engine }) => {
    const info = convolutionInfo(channelsLastShape(x.shape, attrs), filter.shape, attrs);
    return inChannelsLast(
      engine,
      attrs,
      [x],
      ([image]) => convolve(engine, image!, filter, info),
      true,
    );
  },
);
