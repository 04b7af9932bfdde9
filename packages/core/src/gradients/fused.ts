import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';
import { reluGradient } from './relu.js';

/** The gradient of what an activation was applied to, from that of its output y. */
function beforeActivation(dy: tf.Tensor, y: tf.Tensor, { activation }: tf.NamedAttrMap): tf.Tensor {
  return activation === 'relu' ? reluGradient(dy, y) : dy;
}

/**
 * Gradients of the fused kernels, without activation or with relu. tfjs's own fused operations
 * compute the gradients of all operands at once; these are computed when asked for, so that the first
 * layer of a network does not compute one for its data.
 */
tf.registerGradient({
  kernelName: '_FusedMatMul',
  inputsToSave: ['a', 'b'],
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [a, b, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
    const gradient = beforeActivation(dy as tf.Tensor, y, attrs);
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
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter, y] = saved as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    const gradient = beforeActivation(dy as tf.Tensor4D, y, attrs);
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
