import * as tf from '@tensorflow/tfjs-core';

import {
  type FusedOptions,
  type FusedRecurrence,
  type FusedResult,
  recurrentKernelGradient,
  runFused,
} from './fused-recurrence.js';

/**
 * The kernels `IbexGru` and `IbexGruGrad`, which a backend may offer.
 *
 * `IbexGru`: {projection [B,T,3U] = x W + input bias, recurrentKernel [U,3U], recurrentBias? [3U]
 * (resetAfter only), h0? [B,U], mask? bool [B,T], dropout? [3,B,U]}, attrs {goBackwards,
 * resetAfter} → sequence [B,T,U] in order of work, h [B,U], gates [B,T,3U] (z, r, candidate),
 * inner [B,T,U] (the candidate's h R + bias when resetAfter, else r h).
 *
 * `IbexGruGrad`: the same but projection, and {sequence, gates, inner, gradSequence?, gradLast?,
 * gradH?} → gradients of projection, of the recurrent side [B,T,3U], states before each step
 * [B,T,U], gradient of h0.
 */
const KERNELS = {
  forward: 'IbexGru',
  backward: 'IbexGruGrad',
  outputs: ['sequence', null, 'gates', 'inner'],
  stateGradients: ['gradH'],
};

/** The reset gate works on the product of h and the recurrent kernel. */
const RESET_AFTER: FusedRecurrence = {
  ...KERNELS,
  gradients: ([projection, recurrent, previous, h0], { dropout }) => ({
    projection: projection!,
    recurrentKernel: recurrentKernelGradient(previous!, recurrent!, dropout),
    recurrentBias: tf.sum(recurrent!, [0, 1]),
    h0: h0!,
  }),
};

/** The reset gate works on h: the candidate's part of the recurrent kernel multiplies r h. */
const RESET_BEFORE: FusedRecurrence = {
  ...KERNELS,
  gradients: ([projection, , previous, h0], { dropout, inner }) => {
    const units = previous!.shape[2]!;
    const [gates, candidate] = tf.split(projection!, [2 * units, units], 2);
    const masks = dropout && tf.slice(dropout, [0, 0, 0], [2, -1, -1]);
    const kernels = [
      recurrentKernelGradient(previous!, gates!, masks),
      recurrentKernelGradient(inner!, candidate!, undefined),
    ];
    return { projection: projection!, recurrentKernel: tf.concat(kernels, 1), h0: h0! };
  },
};

/** The recurrence for one place of the reset gate. */
export function gruRecurrence(resetAfter: boolean): FusedRecurrence {
  return resetAfter ? RESET_AFTER : RESET_BEFORE;
}

/** GRU from the projected inputs on, in one kernel. */
export function fusedGru(
  inputs: {
    projection: tf.Tensor;
    recurrentKernel: tf.Tensor;
    recurrentBias?: tf.Tensor;
    h0?: tf.Tensor;
  },
  constants: { mask?: tf.Tensor; dropout?: tf.Tensor },
  options: FusedOptions & { resetAfter: boolean },
): FusedResult {
  const { goBackwards, resetAfter } = options;
  return runFused(
    gruRecurrence(resetAfter),
    inputs,
    constants,
    { goBackwards, resetAfter },
    options,
  );
}
