import * as tf from '@tensorflow/tfjs-core';

import { runKernel } from '../kernels.js';
import { DROPOUT } from '../random/dropout.js';

/** The same entries fall: their random numbers are made again from the state. */
tf.registerGradient({
  kernelName: DROPOUT,
  inputsToSave: ['state'],
  gradFunc: (dy, saved, attrs) => ({
    x: () => runKernel(DROPOUT, { x: dy as tf.Tensor, state: saved[0]! }, attrs),
  }),
});
