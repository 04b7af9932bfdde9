import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { matMul } from '../matmul.js';

/** Matrix product, any transposition. tfjs is 10 to 30 times slower when an operand is transposed. */
export const batchMatMul = defineKernel<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>(
  'BatchMatMul',
  ({ inputs: { a, b }, attrs: { transposeA, transposeB }, engine, onCpu }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return onCpu();
    return matMul(engine, a, b, transposeA, transposeB);
  },
);
