import type * as tf from '@tensorflow/tfjs-core';

import {
  channelsLastShape,
  type ConvolutionAttrs,
  convolutionInfo,
  inChannelsLast,
} from '../convolution/channels.js';
import { convolve } from '../convolution/forward.js';
import { defineKernel } from '../kernel.js';
import { epilogueOf, finishUnfused } from '../activation.js';

type Attrs = ConvolutionAttrs & Pick<tf.FusedConv2DAttrs, 'activation' | 'leakyreluAlpha'>;

/** activation(convolution + bias) in one pass. */
export const fusedConv2D = defineKernel<tf.FusedConv2DInputs, Attrs>(
  'FusedConv2D',
  ({ inputs: { x, filter, bias, preluActivationWeights }, attrs, engine, onCpu }) => {
    if (attrs.dataFormat === 'NCHW') return onCpu();
    const info = convolutionInfo(channelsLastShape(x.shape, attrs), filter.shape, attrs);
    const epilogue = epilogueOf(engine, info.outChannels, bias, attrs);
    const output = inChannelsLast(
      engine,
      attrs,
      [x],
      ([image]) => convolve(engine, image!, filter, info, epilogue),
      true,
    );
    return finishUnfused(engine, output, epilogue, bias, attrs, preluActivationWeights);
  },
);
