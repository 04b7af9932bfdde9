import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';

/**
 * Gradients of the fused kernels without activation. tfjs's own fused operations compute the
 * gradients of all operands at once; these are computed when asked for, so that the first layer of a
 * network does not compute one for its data.
 */
tf.registerGradient({
  kernelName: '_FusedMatMul',
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved) => {
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    const gradient = dy as tf.Tensor;
    return {
      a: () => tf.matMul(gradient, b, false, true),
      b: () => tf.matMul(a, gradient, true, false),
      bias: () => tf.sum(gradient, 0),
    };
  },
});

tf.registerGradient({
  kernelName: 'FusedConv2D',
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    const gradient = dy as tf.Tensor4D;
    return {
      x: () =>
        runKernel(
          'Conv2DBackpropInput',
          { dy: gradient, filter },
          { ...attrs, inputShape: x.shape },
        ),
      filter: () =>
        runKernel(
          'Conv2DBackpropFilter',
          { x, dy: gradient },
          { ...attrs, filterShape: filter.shape },
        ),
      bias: () => tf.sum(gradient, [0, 1, 2]),
    };
  },
});
