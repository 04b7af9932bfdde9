import type * as tf from '@tensorflow/tfjs-core';

import {
  type FusedOptions,
  type FusedRecurrence,
  type FusedResult,
  recurrentKernelGradient,
  runFused,
} from './fused-recurrence.js';

/** Activations that the kernel knows. */
export type FusedActivation = 'tanh' | 'relu' | 'linear';

/**
 * The kernels `IbexSimpleRnn` and `IbexSimpleRnnGrad`, which a backend may offer.
 *
 * `IbexSimpleRnn`: {projection [B,T,U] = x W + b, recurrentKernel [U,U], h0? [B,U], mask? bool
 * [B,T], dropout? [1,B,U]}, attrs {goBackwards, activation} → sequence [B,T,U] in order of work,
 * h [B,U].
 *
 * `IbexSimpleRnnGrad`: the same but projection, and {sequence, gradSequence?, gradLast?, gradH?} →
 * gradients of projection, states before each step [B,T,U], gradient of h0.
 */
export const SIMPLE_RNN: FusedRecurrence = {
  forward: 'IbexSimpleRnn',
  backward: 'IbexSimpleRnnGrad',
  outputs: ['sequence', null],
  stateGradients: ['gradH'],
  gradients: ([projection, previous, h0], { dropout }) => ({
    projection: projection!,
    recurrentKernel: recurrentKernelGradient(previous!, projection!, dropout),
    h0: h0!,
  }),
};

/** SimpleRNN from the projected inputs on, in one kernel. */
export function fusedSimpleRnn(
  inputs: { projection: tf.Tensor; recurrentKernel: tf.Tensor; h0?: tf.Tensor },
  constants: { mask?: tf.Tensor; dropout?: tf.Tensor },
  options: FusedOptions & { activation: FusedActivation },
): FusedResult {
  const { goBackwards, activation } = options;
  return runFused(SIMPLE_RNN, inputs, constants, { goBackwards, activation }, options);
}
