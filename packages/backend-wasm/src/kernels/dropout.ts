import { DROPOUT } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';

/** Elements that one tile takes: a multiple of 16, the numbers made at once. */
const BLOCK = 4096;

/** Dropout whose random numbers are made where they are used; those of IbexStatelessRandom. */
export const dropout = defineKernel<{ x: tf.TensorInfo; state: tf.TensorInfo }, { rate: number }>(
  DROPOUT,
  ({ inputs: { x, state }, attrs: { rate }, engine }) => {
    const output = engine.output(x.shape);
    const size = tf.util.sizeFromShape(x.shape);
    engine.run(
      'dropout',
      Math.ceil(size / BLOCK),
      [engine.address(state), engine.address(output), size, BLOCK, 0, engine.address(x)],
      { floats: [rate, 1 / (1 - rate)], scratch: 64 },
    );
    return output;
  },
);
