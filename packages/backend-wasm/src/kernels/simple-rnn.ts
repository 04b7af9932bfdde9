import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';
import { addressOf, packRecurrent, recurrentShape, runRecurrent } from '../recurrent.js';

/** Numbers of the activations that the kernel knows; assembly/simple-rnn.ts has the same. */
const ACTIVATIONS: Readonly<Record<string, number>> = { linear: 0, tanh: 1, relu: 2 };

interface SimpleRnnInputs {
  projection: tf.TensorInfo;
  recurrentKernel: tf.TensorInfo;
  h0?: tf.TensorInfo;
  mask?: tf.TensorInfo;
  dropout?: tf.TensorInfo;
}

interface SimpleRnnAttrs {
  goBackwards: boolean;
  activation: string;
}

/** h = activation(projection + h R) over whole sequences. Gives sequence and last h. */
export const simpleRnn = defineKernel<SimpleRnnInputs, SimpleRnnAttrs>(
  'IbexSimpleRnn',
  ({ inputs, attrs, engine }) => {
    const { projection, recurrentKernel } = inputs;
    const shape = recurrentShape(projection, recurrentKernel);
    const sequence = engine.output(projection.shape);
    const h = engine.output([shape.batch, shape.units]);
    const packed = packRecurrent(engine, recurrentKernel, shape, false);
    const given = [inputs.h0, undefined, inputs.mask, inputs.dropout];
    const addresses = [
      ...[engine.address(projection), packed, ...given.map((t) => addressOf(engine, t)), 0],
      ...[engine.address(sequence), 0, 0, engine.address(h), 0],
    ];
    const { goBackwards, activation } = attrs;
    const options = { goBackwards, variant: ACTIVATIONS[activation] ?? 0, rows: 4 };
    runRecurrent(engine, 'simpleRnnForward', addresses, shape, options);
    return [sequence, h];
  },
);

interface SimpleRnnGradInputs extends SimpleRnnInputs {
  sequence: tf.TensorInfo;
  gradSequence?: tf.TensorInfo;
  gradLast?: tf.TensorInfo;
  gradH?: tf.TensorInfo;
}

/** Gives the gradients of projection and h0, and the states before each step. */
export const simpleRnnGrad = defineKernel<SimpleRnnGradInputs, SimpleRnnAttrs>(
  'IbexSimpleRnnGrad',
  ({ inputs, attrs, engine }) => {
    const { recurrentKernel, sequence } = inputs;
    const shape = recurrentShape(sequence, recurrentKernel);
    const projection = engine.output(sequence.shape);
    const previous = engine.output(sequence.shape);
    const h0 = engine.output([shape.batch, shape.units]);
    const packed = packRecurrent(engine, recurrentKernel, shape, true);
    const given = [
      ...[inputs.h0, undefined, inputs.mask, inputs.dropout, sequence, undefined, undefined],
      ...[inputs.gradSequence, inputs.gradLast, inputs.gradH, undefined],
    ];
    const addresses = [
      ...[packed, ...given.map((t) => addressOf(engine, t)), engine.address(projection), 0],
      ...[engine.address(previous), engine.address(h0), 0],
    ];
    const { goBackwards, activation } = attrs;
    const options = { goBackwards, variant: ACTIVATIONS[activation] ?? 0, rows: 4 };
    runRecurrent(engine, 'simpleRnnBackward', addresses, shape, options);
    return [projection, previous, h0];
  },
);
