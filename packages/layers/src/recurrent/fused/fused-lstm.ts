import type * as tf from '@tensorflow/tfjs-core';

import {
  type FusedOptions,
  type FusedRecurrence,
  type FusedResult,
  recurrentKernelGradient,
  runFused,
} from './fused-recurrence.js';

/**
 * The kernels `IbexLstm` and `IbexLstmGrad`, which a backend may offer.
 *
 * `IbexLstm`: {projection [B,T,4U] = x W + b, recurrentKernel [U,4U], h0?, c0? [B,U], mask? bool
 * [B,T], dropout? [4,B,U] (masks of h for each gate's product)}, attrs {goBackwards} →
 * sequence [B,T,U] in order of work, h, c [B,U], gates [B,T,4U] (i, f, c, o after activation),
 * cells [B,T,U]. tanh and sigmoid. Where the mask is false states stay and the output repeats.
 *
 * `IbexLstmGrad`: the same but projection, and {sequence, gates, cells, gradSequence?, gradLast?,
 * gradH?, gradC?} → gradients of projection, then states before each step [B,T,U], then gradients
 * of h0 and c0.
 */
export const LSTM: FusedRecurrence = {
  forward: 'IbexLstm',
  backward: 'IbexLstmGrad',
  outputs: ['sequence', null, null, 'gates', 'cells'],
  stateGradients: ['gradH', 'gradC'],
  gradients: ([projection, previous, h0, c0], given) => ({
    projection: projection!,
    recurrentKernel: recurrentKernelGradient(previous!, projection!, given['dropout']),
    h0: h0!,
    c0: c0!,
  }),
};

/** LSTM from the projected inputs on, in one kernel. */
export function fusedLstm(
  inputs: { projection: tf.Tensor; recurrentKernel: tf.Tensor; h0?: tf.Tensor; c0?: tf.Tensor },
  constants: { mask?: tf.Tensor; dropout?: tf.Tensor },
  options: FusedOptions,
): FusedResult {
  return runFused(LSTM, inputs, constants, { goBackwards: options.goBackwards }, options);
}
