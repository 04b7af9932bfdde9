import type * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { activate, type ActivationAttrs } from './activation.js';
import { defineKernel, type Kernel } from './kernel.js';

/** Matrix product of the last two axes; the others broadcast. */
function multiply(ops: Ops, a: Value, b: Value, transposeA: boolean, transposeB: boolean): Value {
  const batches = Math.max(a.shape.length, b.shape.length);
  const isPlain = batches === 2 || (batches === 3 && a.shape[0] === 1 && b.shape[0] === 1);
  if (!isPlain) return ops.run('BatchMatMulV2', [a, b], { adj_x: transposeA, adj_y: transposeB });
  // one product: TensorFlow spreads it over more cores than a batch of one
  const product = ops.run(
    'MatMul',
    [ops.reshape(a, a.shape.slice(-2)), ops.reshape(b, b.shape.slice(-2))],
    {
      transpose_a: transposeA,
      transpose_b: transposeB,
    },
  );
  return batches === 2 ? product : ops.reshape(product, [1, ...product.shape]);
}

export const products: readonly Kernel[] = [
  defineKernel<tf.BatchMatMulInputs, tf.BatchMatMulAttrs>(
    'BatchMatMul',
    ({ inputs: { a, b }, attrs: { transposeA, transposeB }, ops }) =>
      multiply(ops, a, b, transposeA, transposeB),
  ),
  defineKernel<tf._FusedMatMulInputs, tf._FusedMatMulAttrs & ActivationAttrs>(
    '_FusedMatMul',
    ({ inputs: { a, b, bias, preluActivationWeights }, attrs, ops }) => {
      const product = multiply(ops, a, b, attrs.transposeA, attrs.transposeB);
      const sum = bias ? ops.run('AddV2', [product, bias]) : product;
      return activate(ops, sum, attrs, preluActivationWeights);
    },
  ),
  defineKernel<Record<string, tf.TensorInfo>, tf.EinsumAttrs>(
    'Einsum',
    ({ inputs, attrs: { equation }, ops }) =>
      ops.run('Einsum', [Object.values(inputs)], { equation }),
  ),
];
