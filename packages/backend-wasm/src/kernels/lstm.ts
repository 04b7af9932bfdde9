import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { addressOf, packRecurrent, recurrentShape, runRecurrent } from '../recurrent.js';

interface LstmInputs {
  projection: tf.TensorInfo;
  recurrentKernel: tf.TensorInfo;
  h0?: tf.TensorInfo;
  c0?: tf.TensorInfo;
  mask?: tf.TensorInfo;
  dropout?: tf.TensorInfo;
}

interface LstmAttrs {
  goBackwards: boolean;
}

/**
 * LSTM over whole sequences, from the projected inputs on. Contract: layers/recurrent/fused.
 * Gives sequence, last h, last c, and for the gradient gates and cell states.
 */
export const lstm = defineKernel<LstmInputs, LstmAttrs>('IbexLstm', ({ inputs, attrs, engine }) => {
  const { projection, recurrentKernel } = inputs;
  const shape = recurrentShape(projection, recurrentKernel);
  const { batch, time, units } = shape;
  const sequence = engine.output([batch, time, units]);
  const gates = engine.output(projection.shape);
  const cells = engine.output([batch, time, units]);
  const h = engine.output([batch, units]);
  const c = engine.output([batch, units]);
  const packed = packRecurrent(engine, recurrentKernel, shape, false);
  const given = [inputs.h0, inputs.c0, inputs.mask, inputs.dropout];
  const addresses = [
    ...[engine.address(projection), packed, ...given.map((t) => addressOf(engine, t)), 0],
    ...[sequence, gates, cells, h, c].map((t) => engine.address(t)),
  ];
  runRecurrent(engine, 'lstmForward', addresses, shape, { ...attrs, rows: 7 });
  return [sequence, h, c, gates, cells];
});

interface LstmGradInputs extends LstmInputs {
  sequence: tf.TensorInfo;
  gates: tf.TensorInfo;
  cells: tf.TensorInfo;
  gradSequence?: tf.TensorInfo;
  gradLast?: tf.TensorInfo;
  gradH?: tf.TensorInfo;
  gradC?: tf.TensorInfo;
}

/** Gives the gradients of projection, h0 and c0, and the states before each step. */
export const lstmGrad = defineKernel<LstmGradInputs, LstmAttrs>(
  'IbexLstmGrad',
  ({ inputs, attrs, engine }) => {
    const { recurrentKernel, gates, sequence, cells } = inputs;
    const shape = recurrentShape(gates, recurrentKernel);
    const { batch, time, units } = shape;
    const projection = engine.output(gates.shape);
    const previous = engine.output([batch, time, units]);
    const h0 = engine.output([batch, units]);
    const c0 = engine.output([batch, units]);
    const packed = packRecurrent(engine, recurrentKernel, shape, true);
    const given = [
      ...[inputs.h0, inputs.c0, inputs.mask, inputs.dropout, sequence, gates, cells],
      ...[inputs.gradSequence, inputs.gradLast, inputs.gradH, inputs.gradC],
    ];
    const addresses = [
      ...[packed, ...given.map((t) => addressOf(engine, t)), engine.address(projection), 0],
      ...[previous, h0, c0].map((t) => engine.address(t)),
    ];
    runRecurrent(engine, 'lstmBackward', addresses, shape, { ...attrs, rows: 4 });
    return [projection, previous, h0, c0];
  },
);
