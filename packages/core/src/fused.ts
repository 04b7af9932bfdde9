import type * as tf from '@tensorflow/tfjs-core';

import { runKernel } from './kernels.js';

/** Activations that a product's kernel applies to its own results. */
export type FusedActivation = 'linear' | 'relu';

/**
 * `activation(a b + bias)` in one kernel: a [rows, inner], b [inner, columns], bias [columns] or
 * null. As `tf.fused.matMul`, whose gradient computes that of `a` even where nobody asks for it.
 */
export function multiplyAddBias(
  a: tf.Tensor,
  b: tf.Tensor,
  bias: tf.Tensor | null,
  activation: FusedActivation = 'linear',
): tf.Tensor {
  const inputs = { a, b, ...(bias && { bias }) };
  const attrs = { transposeA: false, transposeB: false, activation };
  return runKernel('_FusedMatMul', inputs, attrs);
}

/**
 * Convolution of channels-last images with a filter, plus a bias [filters] or null, and an
 * activation, in one kernel. As `tf.fused.conv2d`, whose gradient computes that of `x` even where nobody asks for it.
 */
export function convolveAddBias(
  x: tf.Tensor4D,
  filter: tf.Tensor4D,
  bias: tf.Tensor | null,
  strides: [number, number],
  pad: 'valid' | 'same',
  activation: FusedActivation = 'linear',
): tf.Tensor4D {
  const inputs = { x, filter, ...(bias && { bias }) };
  return runKernel('FusedConv2D', inputs, {
    ...{ strides, pad, dataFormat: 'NHWC', dilations: [1, 1], activation },
  }) as tf.Tensor4D;
}
