import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernel } from '../kernels.js';

const KERNEL = 'IbexReluGrad';

/**
 * dy where the output is positive, in one pass where the backend can. tfjs makes a tensor of zeros
 * and ones from the input first; here the input need not be kept.
 */
tf.registerGradient({
  kernelName: 'Relu',
  outputsToSave: [true],
  gradFunc: (dy, saved) => {
    const y = saved[0]!;
    const gradient = dy as tf.Tensor;
    return {
      x: () =>
        hasKernel(KERNEL)
          ? runKernel(KERNEL, { dy: gradient, y })
          : tf.mul(gradient, tf.cast(tf.step(y), 'float32')),
    };
  },
});
