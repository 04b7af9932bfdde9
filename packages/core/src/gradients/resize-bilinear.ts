import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';

/** tfjs's cpu kernel of this gradient gives the right numbers with height and width exchanged. */
tf.registerGradient({
  kernelName: 'ResizeBilinear',
  inputsToSave: ['images'],
  gradFunc: (dy, saved, attrs) => {
    const images = saved[0]!;
    return {
      images: () => {
        const gradient = runKernel('ResizeBilinearGrad', { dy: dy as tf.Tensor, images }, attrs);
        return tf.reshape(gradient, images.shape);
      },
    };
  },
});
