import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel, type Kernel } from './kernel.js';

const neighbourhood = ({ depthRadius, bias, alpha, beta }: tf.LRNAttrs) => ({
  depth_radius: depthRadius,
  bias: { float: bias },
  alpha: { float: alpha },
  beta: { float: beta },
});

export const normalization: readonly Kernel[] = [
  defineKernel<tf.FusedBatchNormInputs, tf.FusedBatchNormAttrs>(
    'FusedBatchNorm',
    ({ inputs: { x, mean, variance, scale, offset }, attrs: { varianceEpsilon }, ops }) => {
      const stable = ops.run('AddV2', [variance, ops.scalar(varianceEpsilon)]);
      const inverse = ops.run('Rsqrt', [stable]);
      const factor = scale ? ops.run('Mul', [inverse, scale]) : inverse;
      const centred = ops.run('Mul', [ops.run('Sub', [x, mean]), factor]);
      return offset ? ops.run('AddV2', [centred, offset]) : centred;
    },
  ),
  defineKernel<tf.LRNInputs, tf.LRNAttrs>('LRN', ({ inputs: { x }, attrs, ops }) =>
    ops.run('LRN', [x], neighbourhood(attrs)),
  ),
  defineKernel<tf.LRNGradInputs, tf.LRNAttrs>('LRNGrad', ({ inputs: { x, y, dy }, attrs, ops }) =>
    ops.run('LRNGrad', [dy, x, y], neighbourhood(attrs)),
  ),
];
