import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { addressOf, packRecurrent, recurrentShape, runRecurrent } from '../recurrent.js';

interface GruInputs {
  projection: tf.TensorInfo;
  recurrentKernel: tf.TensorInfo;
  recurrentBias?: tf.TensorInfo;
  h0?: tf.TensorInfo;
  mask?: tf.TensorInfo;
  dropout?: tf.TensorInfo;
}

interface GruAttrs {
  goBackwards: boolean;
  resetAfter: boolean;
}

/**
 * GRU over whole sequences, from the projected inputs on. Contract: layers/recurrent/fused.
 * Gives sequence, last h, and for the gradient gates and the candidate's inner term.
 */
export const gru = defineKernel<GruInputs, GruAttrs>('IbexGru', ({ inputs, attrs, engine }) => {
  const { projection, recurrentKernel } = inputs;
  const shape = recurrentShape(projection, recurrentKernel);
  const { batch, time, units } = shape;
  const sequence = engine.output([batch, time, units]);
  const gates = engine.output(projection.shape);
  const inner = engine.output([batch, time, units]);
  const h = engine.output([batch, units]);
  const packed = packRecurrent(engine, recurrentKernel, shape, false);
  const given = [inputs.h0, undefined, inputs.mask, inputs.dropout, inputs.recurrentBias];
  const addresses = [
    ...[engine.address(projection), packed, ...given.map((t) => addressOf(engine, t))],
    ...[...[sequence, gates, inner, h].map((t) => engine.address(t)), 0],
  ];
  const { goBackwards, resetAfter } = attrs;
  const options = { goBackwards, variant: Number(resetAfter), rows: 6 };
  runRecurrent(engine, 'gruForward', addresses, shape, options);
  return [sequence, h, gates, inner];
});

interface GruGradInputs extends GruInputs {
  sequence: tf.TensorInfo;
  gates: tf.TensorInfo;
  inner: tf.TensorInfo;
  gradSequence?: tf.TensorInfo;
  gradLast?: tf.TensorInfo;
  gradH?: tf.TensorInfo;
}

/**
 * Gives the gradients of the projection, of the recurrent side (the same tensor when the reset
 * gate works before the product), and of h0, and the states before each step.
 */
export const gruGrad = defineKernel<GruGradInputs, GruAttrs>(
  'IbexGruGrad',
  ({ inputs, attrs, engine }) => {
    const { recurrentKernel, gates, sequence, inner } = inputs;
    const { goBackwards, resetAfter } = attrs;
    const shape = recurrentShape(gates, recurrentKernel);
    const { batch, time, units } = shape;
    const projection = engine.output(gates.shape);
    const recurrent = resetAfter ? engine.output(gates.shape) : engine.share(projection);
    const previous = engine.output([batch, time, units]);
    const h0 = engine.output([batch, units]);
    const packed = packRecurrent(engine, recurrentKernel, shape, true);
    const given = [
      ...[inputs.h0, undefined, inputs.mask, inputs.dropout, sequence, gates, inner],
      ...[inputs.gradSequence, inputs.gradLast, inputs.gradH, undefined],
    ];
    const addresses = [
      ...[packed, ...given.map((t) => addressOf(engine, t))],
      ...[...[projection, recurrent, previous, h0].map((t) => engine.address(t)), 0],
    ];
    const options = { goBackwards, variant: Number(resetAfter), rows: 5 };
    runRecurrent(engine, 'gruBackward', addresses, shape, options);
    return [projection, recurrent, previous, h0];
  },
);
