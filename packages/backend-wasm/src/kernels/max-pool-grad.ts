import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import {
  isTwoByTwo,
  poolingArgs,
  type PoolingAttrs,
  poolingGradTiles,
  poolingInfo,
} from '../pooling.js';

/**
 * Gradient of max pooling: each window's gradient goes to its first maximum (or first NaN). tfjs's
 * wasm kernel drops it where the maximum is zero or negative.
 */
export const maxPoolGrad = defineKernel<tf.MaxPoolGradInputs, PoolingAttrs>(
  'MaxPoolGrad',
  ({ inputs: { dy, input }, attrs, engine }) => {
    const info = poolingInfo(input.shape, attrs);
    const output = engine.output(input.shape);
    const ints = poolingArgs(engine, info, input, dy, output);
    const operation = isTwoByTwo(info) ? 'maxPoolGrad2x2' : 'maxPoolGrad';
    engine.run(operation, poolingGradTiles(info), ints);
    return output;
  },
);
