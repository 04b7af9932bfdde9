import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { matMul } from '../matmul.js';

/** Matrix product, any transposition. tfjs is 10 to 30 times slower when an operand is transposed. */
export const batchMatMul = defineKernel<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>(
  'BatchMatMul',
  ({ inputs: { a, b }, attrs: { transposeA, transposeB }, engine, original, onCpu }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return onCpu();
    // a few rows against constant weights: tfjs keeps the weights packed, packing here would dominate
    const fewRows = (a.shape.at(-2) ?? 1) < 4 && a.shape.length <= 3 && (a.shape[0] ?? 1) < 4;
    if (fewRows && !transposeA && !transposeB && nonEmpty(a) && nonEmpty(b)) return original();
    return matMul(engine, a, b, transposeA, transposeB);
  },
);

function nonEmpty(t: tf.TensorInfo): boolean {
  return !t.shape.includes(0);
}
