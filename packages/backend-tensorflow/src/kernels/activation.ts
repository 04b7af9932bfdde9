import type * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';

/** Attributes of tfjs's fused kernels. */
export interface ActivationAttrs {
  activation: tf.backend_util.Activation;
  leakyreluAlpha?: number;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
};

/** The activation at the end of a fused kernel. */
export function activate(
  ops: Ops,
  x: Value,
  { activation, leakyreluAlpha = 0.2 }: ActivationAttrs,
  slopes: Value | undefined,
): Value {
  const operation = OPERATIONS[activation];
  if (operation) return ops.run(operation, [x]);
  if (activation !== 'prelu' && activation !== 'leakyrelu') return x;
  const slope = activation === 'prelu' ? slopes! : ops.scalar(leakyreluAlpha);
  const negative = ops.run('Less', [x, ops.scalar(0)]);
  return ops.run('SelectV2', [negative, ops.run('Mul', [x, slope]), x]);
}
