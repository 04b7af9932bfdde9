import type * as tf from '@tensorflow/tfjs-core';

import { epilogueOf, finishUnfused } from '../activation.js';
import { defineKernel } from '../kernel.js';
import { matMul } from '../matmul.js';

/** activation(a b + bias) in one pass. */
export const fusedMatMul = defineKernel<tf._FusedMatMulInputs, tf._FusedMatMulAttrs>(
  '_FusedMatMul',
  ({ inputs: { a, b, bias, preluActivationWeights }, attrs, engine }) => {
    const { transposeA, transposeB } = attrs;
    const columns = b.shape.at(transposeB ? -2 : -1) ?? 1;
    const epilogue = epilogueOf(engine, columns, bias, attrs);
    const output = matMul(engine, a, b, transposeA, transposeB, epilogue);
    return finishUnfused(engine, output, epilogue, bias, attrs, preluActivationWeights);
  },
);
