import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';

/** What to do with each element of a product: activation(x + bias[column]). */
export interface Epilogue {
  /** Address of one float for each column; 0: none. */
  bias?: number;
  activation?: number;
  alpha?: number;
}

/** The attributes of tfjs's fused kernels. */
export interface FusedAttrs {
  activation: string;
  leakyreluAlpha?: number;
}

/** Numbers of the activations that a kernel can apply to its own output; see assembly/activation.ts. */
const FUSED_ACTIVATIONS: Readonly<Record<string, number>> = {
  linear: 0,
  relu: 1,
  relu6: 2,
  leakyrelu: 3,
  elu: 4,
  sigmoid: 5,
};

/** tfjs's kernels for what is applied afterwards. */
const ACTIVATION_KERNELS: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  leakyrelu: 'LeakyRelu',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
};

/** The part of bias and activation that the product itself can apply. */
export function epilogueOf(
  engine: Engine,
  columns: number,
  bias: tf.TensorInfo | undefined,
  { activation, leakyreluAlpha }: FusedAttrs,
): Epilogue {
  const fusableBias =
    !bias || (bias.shape.at(-1) === columns && tf.util.sizeFromShape(bias.shape) === columns);
  if (!fusableBias) return {};
  return {
    bias: bias ? engine.address(bias) : 0,
    activation: FUSED_ACTIVATIONS[activation] ?? 0,
    alpha: leakyreluAlpha ?? 0,
  };
}

/** Applies what `epilogue` left out: a bias of another shape, prelu. Consumes `result`. */
export function finishUnfused(
  engine: Engine,
  result: tf.TensorInfo,
  epilogue: Epilogue,
  bias: tf.TensorInfo | undefined,
  { activation, leakyreluAlpha }: FusedAttrs,
  preluWeights: tf.TensorInfo | undefined,
): tf.TensorInfo {
  const replace = (next: tf.TensorInfo) => {
    engine.release(result);
    result = next;
  };
  if (bias && !epilogue.bias) replace(engine.call('Add', { a: result, b: bias }));
  if (activation !== 'linear' && !epilogue.activation) {
    const inputs = activation === 'prelu' ? { x: result, alpha: preluWeights } : { x: result };
    const name = ACTIVATION_KERNELS[activation];
    tf.util.assert(name !== undefined, () => `Activation ${activation} cannot be fused on wasm.`);
    replace(engine.call(name!, inputs, { alpha: leakyreluAlpha ?? 0 }));
  }
  return result;
}
