import * as tf from '@tensorflow/tfjs-core';

import { hasKernel, runKernel } from '../kernels.js';

const KERNEL = 'IbexReluGrad';

/** dy where the output y is positive, else 0: in one pass where the backend can. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return hasKernel(KERNEL)
    ? runKernel(KERNEL, { dy, y })
    : tf.mul(dy, tf.cast(tf.step(y), 'float32'));
}

/**
 * tfjs makes a tensor of zeros and ones from the input first; here the input need not be kept.
 */
tf.registerGradient({
  kernelName: 'Relu',
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({ x: () => reluGradient(dy as tf.Tensor, saved[0]!) }),
});
