import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';

interface TransposedAttrs {
  strides: [number, number, number];
  pad: 'valid' | 'same';
}

/** tfjs has no gradient of conv3dTranspose: by its input it is the convolution that it undoes. */
tf.registerGradient({
  kernelName: 'Conv3DBackpropInputV2',
  inputsToSave: ['dy', 'filter'],
  gradFunc: (ddx, saved, attrs) => {
    const [dy, filter] = saved as [tf.Tensor5D, tf.Tensor5D];
    const { strides, pad } = attrs as unknown as TransposedAttrs;
    const x = ddx as tf.Tensor5D;
    return {
      dy: () => tf.conv3d(x, filter, strides, pad),
      filter: () =>
        runKernel('Conv3DBackpropFilterV2', { x, dy }, { strides, pad, filterShape: filter.shape }),
    };
  },
});
