import type { Value } from '../../runtime/executor.js';
import { defineKernel } from '../kernel.js';
import {
  choose,
  initial,
  inOrder,
  maskSteps,
  OutputGradient,
  Recurrence,
  statesBefore,
  steps,
  type OutputGradients,
  type RecurrentInputs,
} from './sequence.js';

interface Attrs {
  goBackwards: boolean;
  activation: 'tanh' | 'relu' | 'linear';
}

const OPERATIONS = { tanh: 'Tanh', relu: 'Relu', linear: 'Identity' };

/** SimpleRNN over a sequence; the contract stands with the layer's `fusedSimpleRnn`. */
export const simpleRnn = defineKernel<RecurrentInputs, Attrs>(
  'IbexSimpleRnn',
  ({ inputs, attrs: { goBackwards, activation }, ops }) => {
    const { projection, recurrentKernel, mask, dropout } = inputs;
    const recurrence = new Recurrence(ops, recurrentKernel, dropout);
    const masks = maskSteps(ops, mask, goBackwards);
    let h = initial(ops, inputs.h0, projection, recurrentKernel);
    let output = masks ? initial(ops, undefined, projection, recurrentKernel) : h;
    const outputs = steps(ops, projection, goBackwards).map((x, step) => {
      const sum = ops.run('AddV2', [x, recurrence.forward(h)]);
      const state = ops.run(OPERATIONS[activation], [sum]);
      output = choose(ops, masks?.[step], state, output);
      h = choose(ops, masks?.[step], state, h);
      return output;
    });
    return [ops.pack(outputs, 1), h];
  },
);

interface GradInputs extends RecurrentInputs, OutputGradients {
  sequence: Value;
}

export const simpleRnnGrad = defineKernel<GradInputs, Attrs>(
  'IbexSimpleRnnGrad',
  ({ inputs, attrs: { goBackwards, activation }, ops }) => {
    const { recurrentKernel, sequence, mask, dropout } = inputs;
    const recurrence = new Recurrence(ops, recurrentKernel, dropout);
    const masks = maskSteps(ops, mask, goBackwards);
    const states = steps(ops, sequence);
    const h0 = initial(ops, inputs.h0, sequence, recurrentKernel);
    const outputs = new OutputGradient(ops, inputs);
    const gradients: Value[] = [];
    let dh: Value | null = inputs.gradH ?? null;
    for (let step = states.length - 1; step >= 0; step--) {
      const counts = masks?.[step];
      const grad: Value =
        outputs.at(step, dh, counts) ?? initial(ops, undefined, sequence, recurrentKernel);
      let dz = grad;
      if (activation === 'tanh') dz = ops.run('TanhGrad', [states[step]!, grad]);
      if (activation === 'relu') dz = ops.run('ReluGrad', [grad, states[step]!]);
      if (counts) dz = choose(ops, counts, dz, ops.run('ZerosLike', [dz]));
      gradients.unshift(dz);
      const through = recurrence.backward(dz);
      // where the step does not count the state's gradient passes by
      dh = choose(ops, counts, through, grad);
    }
    const previous = statesBefore(ops, h0, states, masks);
    const pack = (list: Value[]) => ops.pack(inOrder(list, goBackwards), 1);
    return [pack(gradients), pack(previous), dh!];
  },
);
