import * as tf from '@tensorflow/tfjs-core';

import { FUSED_ACTIVATIONS } from '../activation.js';
import { defineKernel } from '../kernel.js';
import { matMul } from '../matmul.js';

/** activation(a b + bias) in one pass; a bias or activation of another kind is applied afterwards. */
export const fusedMatMul = defineKernel<tf._FusedMatMulInputs, tf._FusedMatMulAttrs>(
  '_FusedMatMul',
  ({ inputs: { a, b, bias, preluActivationWeights }, attrs, engine }) => {
    const { transposeA, transposeB, activation, leakyreluAlpha } = attrs;
    const columns = b.shape.at(transposeB ? -2 : -1);
    const fusableBias = !bias || (bias.shape.at(-1) === columns && size(bias) === columns);
    const fusable = fusableBias && activation in FUSED_ACTIVATIONS;
    let result = matMul(engine, a, b, transposeA, transposeB, {
      bias: fusableBias && bias ? engine.address(bias) : 0,
      activation: fusable ? FUSED_ACTIVATIONS[activation] : 0,
      alpha: leakyreluAlpha ?? 0,
    });
    const replace = (next: tf.TensorInfo) => {
      engine.release(result);
      result = next;
    };
    if (!fusableBias && bias) replace(engine.call('Add', { a: result, b: bias }));
    if (!fusable && activation === 'prelu') {
      replace(engine.call('Prelu', { x: result, alpha: preluActivationWeights as tf.TensorInfo }));
    } else if (!fusable) {
      const name = ACTIVATION_KERNELS[activation];
      if (name) replace(engine.call(name, { x: result }, { alpha: leakyreluAlpha ?? 0 }));
    }
    return result;
  },
);

const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  leakyrelu: 'LeakyRelu',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
};

function size(t: tf.TensorInfo): number {
  return tf.util.sizeFromShape(t.shape);
}
