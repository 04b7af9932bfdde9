import type * as tf from '@tensorflow/tfjs-core';

import { epilogueOf, finishUnfused } from '../activation.js';
import { type ConvolutionAttrs, convolutionInfo } from '../convolution/channels.js';
import { depthwiseConvolve } from '../convolution/depthwise.js';
import { defineKernel } from '../kernel.js';

/** Depthwise convolution; several filters for each channel are left to tfjs. */
export const depthwiseConv2dNative = defineKernel<tf.DepthwiseConv2dNativeInputs, ConvolutionAttrs>(
  'DepthwiseConv2dNative',
  ({ inputs: { x, filter }, attrs, engine, original }) => {
    if (filter.shape[3] !== 1 || attrs.dataFormat === 'NCHW') return original();
    return depthwiseConvolve(
      engine,
      x,
      filter,
      convolutionInfo(x.shape, filter.shape, attrs, true),
    );
  },
);

type FusedAttrs = ConvolutionAttrs &
  Pick<tf.FusedDepthwiseConv2DAttrs, 'activation' | 'leakyreluAlpha'>;

/** activation(depthwise convolution + bias) in one pass. */
export const fusedDepthwiseConv2D = defineKernel<tf.FusedDepthwiseConv2DInputs, FusedAttrs>(
  'FusedDepthwiseConv2D',
  ({ inputs: { x, filter, bias, preluActivationWeights }, attrs, engine, original }) => {
    if (filter.shape[3] !== 1 || attrs.dataFormat === 'NCHW') return original();
    const info = convolutionInfo(x.shape, filter.shape, attrs, true);
    const epilogue = epilogueOf(engine, info.outChannels, bias, attrs);
    const output = depthwiseConvolve(engine, x, filter, info, epilogue);
    return finishUnfused(engine, output, epilogue, bias, attrs, preluActivationWeights);
  },
);
