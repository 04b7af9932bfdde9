import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';
import { spread } from './strided-slice.js';

interface ConvolutionAttrs {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number;
  dataFormat: 'NHWC' | 'NCHW';
  dilations: [number, number] | number;
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The filter with its holes filled by zeros: an ordinary convolution with it is the dilated one. */
function fillHoles(filter: tf.Tensor, dilations: [number, number]): tf.Tensor {
  const [height, width] = filter.shape as [number, number];
  const wide = spread(spread(filter, 0, dilations[0]), 1, dilations[1]);
  const size = [(height - 1) * dilations[0] + 1, (width - 1) * dilations[1] + 1];
  return tf.slice(wide, [0, 0, 0, 0], [...size, ...filter.shape.slice(2)]);
}

/** The entries of a filled filter that are not in the holes. */
function takeHoles(filled: tf.Tensor, dilations: [number, number]): tf.Tensor {
  return tf.stridedSlice(filled, [0, 0, 0, 0], filled.shape, [...dilations, 1, 1]);
}

/** tfjs refuses the gradient of a convolution with dilation above 1. */
function mend(kernelName: string, inputKernel: string, filterKernel: string): void {
  const original = tf.getGradient(kernelName);
  if (original === undefined) throw new Error(`no gradient of ${kernelName} is registered`);
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attrs) => {
      const { dilations: given, ...rest } = attrs as unknown as ConvolutionAttrs;
      const dilations: [number, number] = typeof given === 'number' ? [given, given] : given;
      if (dilations.every((d) => d === 1)) return original.gradFunc(dy, saved, attrs);
      const [x, filter] = saved as [tf.Tensor, tf.Tensor];
      const shared = { ...rest, dilations: [1, 1] };
      return {
        x: () => {
          const inputs = { dy: dy as tf.Tensor, filter: fillHoles(filter, dilations) };
          return runKernel(inputKernel, inputs, { ...shared, inputShape: x.shape });
        },
        filter: () => {
          const filterShape = fillHoles(filter, dilations).shape;
          const inputs = { x, dy: dy as tf.Tensor };
          return takeHoles(runKernel(filterKernel, inputs, { ...shared, filterShape }), dilations);
        },
      };
    },
  });
}

mend('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter');
mend(
  'DepthwiseConv2dNative',
  'DepthwiseConv2dNativeBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
);
