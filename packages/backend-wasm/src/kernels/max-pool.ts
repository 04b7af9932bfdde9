import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { poolingArgs, type PoolingAttrs, poolingInfo } from '../pooling.js';

/** Max pooling; a window with a NaN gives NaN, so that a broken network is noticed. */
export const maxPool = defineKernel<tf.MaxPoolInputs, PoolingAttrs>(
  'MaxPool',
  ({ inputs: { x }, attrs, engine }) => {
    const info = poolingInfo(x.shape, attrs);
    const output = engine.output(info.outShape);
    const ints = poolingArgs(engine, info, x, undefined, output);
    if (info.outWidth > 0) engine.run('maxPool', info.batchSize * info.outHeight, ints);
    return output;
  },
);
