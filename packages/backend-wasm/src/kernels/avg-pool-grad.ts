import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { poolingArgs, type PoolingAttrs, poolingGradTiles, poolingInfo } from '../pooling.js';

/** Gradient of average pooling: equal shares to the cells of the window that lie inside the image. */
export const avgPoolGrad = defineKernel<tf.AvgPoolGradInputs, PoolingAttrs>(
  'AvgPoolGrad',
  ({ inputs: { dy, input }, attrs, engine }) => {
    const info = poolingInfo(input.shape, attrs);
    const output = engine.output(input.shape);
    const ints = poolingArgs(engine, info, undefined, dy, output);
    engine.run('avgPoolGrad', poolingGradTiles(info), ints);
    return output;
  },
);
