import type { Value } from '../../runtime/executor.js';
import type { Ops } from '../../runtime/ops.js';
import { defineKernel } from '../kernel.js';
import {
  add,
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

interface Inputs extends RecurrentInputs {
  c0?: Value;
}

interface Attrs {
  goBackwards: boolean;
}

/** LSTM over a sequence; the contract stands with the layer's `fusedLstm`. */
export const lstm = defineKernel<Inputs, Attrs>('IbexLstm', ({ inputs, attrs, ops }) => {
  const { projection, recurrentKernel, mask, dropout } = inputs;
  const recurrence = new Recurrence(ops, recurrentKernel, dropout);
  const masks = maskSteps(ops, mask, attrs.goBackwards);
  let h = initial(ops, inputs.h0, projection, recurrentKernel);
  let c = initial(ops, inputs.c0, projection, recurrentKernel);
  let output = masks ? initial(ops, undefined, projection, recurrentKernel) : h;
  const [outputs, gates, cells]: [Value[], Value[], Value[]] = [[], [], []];
  steps(ops, projection, attrs.goBackwards).forEach((x, step) => {
    const parts = ops.split(ops.run('AddV2', [x, recurrence.forward(h)]), 4, 1);
    const [i, f, g, o] = parts.map((part, gate) =>
      ops.run(gate === 2 ? 'Tanh' : 'Sigmoid', [part]),
    );
    const kept = ops.run('Mul', [f!, c]);
    const cell = ops.run('AddV2', [kept, ops.run('Mul', [i!, g!])]);
    const state = ops.run('Mul', [o!, ops.run('Tanh', [cell])]);
    output = choose(ops, masks?.[step], state, output);
    h = choose(ops, masks?.[step], state, h);
    c = choose(ops, masks?.[step], cell, c);
    outputs.push(output);
    gates.push(ops.concat([i!, f!, g!, o!], 1));
    cells.push(c);
  });
  return [ops.pack(outputs, 1), h, c, ops.pack(gates, 1), ops.pack(cells, 1)];
});

interface GradInputs extends Inputs, OutputGradients {
  sequence: Value;
  gates: Value;
  cells: Value;
  gradC?: Value;
}

export const lstmGrad = defineKernel<GradInputs, Attrs>(
  'IbexLstmGrad',
  ({ inputs, attrs: { goBackwards }, ops }) => {
    const { recurrentKernel, sequence, mask, dropout } = inputs;
    const recurrence = new Recurrence(ops, recurrentKernel, dropout);
    const masks = maskSteps(ops, mask, goBackwards);
    const gates = steps(ops, inputs.gates);
    const cells = steps(ops, inputs.cells);
    const c0 = initial(ops, inputs.c0, sequence, recurrentKernel);
    const h0 = initial(ops, inputs.h0, sequence, recurrentKernel);
    const outputs = new OutputGradient(ops, inputs);
    const gradients: Value[] = [];
    let [dh, dc]: (Value | null)[] = [inputs.gradH ?? null, inputs.gradC ?? null];
    for (let step = gates.length - 1; step >= 0; step--) {
      const counts = masks?.[step];
      const zeros = (): Value => initial(ops, undefined, sequence, recurrentKernel);
      const grad = outputs.at(step, dh ?? null, counts) ?? zeros();
      const before = cells[step - 1] ?? c0;
      const back = backward(ops, gates[step]!, cells[step]!, before, grad, dc ?? null);
      const { dz, dcBefore } = counts
        ? {
            dz: choose(ops, counts, back.dz, ops.run('ZerosLike', [back.dz])),
            dcBefore: choose(ops, counts, back.dcBefore, dc ?? zeros()),
          }
        : back;
      gradients.unshift(dz);
      const through = recurrence.backward(dz);
      // where the step does not count the state's gradient passes by; the output's has stayed behind
      dh = counts ? choose(ops, counts, through, grad) : through;
      dc = dcBefore;
    }
    const previous = statesBefore(ops, h0, steps(ops, sequence), masks);
    return [
      ops.pack(inOrder(gradients, goBackwards), 1),
      ops.pack(inOrder(previous, goBackwards), 1),
      dh!,
      dc!,
    ];
  },
);

/** One step backwards: gradients of the sums that enter the gates, and of the cell before. */
function backward(
  ops: Ops,
  gates: Value,
  cell: Value,
  before: Value,
  dh: Value,
  dc: Value | null,
): { dz: Value; dcBefore: Value } {
  const [i, f, g, o] = ops.split(gates, 4, 1) as [Value, Value, Value, Value];
  const mul = (a: Value, b: Value) => ops.run('Mul', [a, b]);
  const squashed = ops.run('Tanh', [cell]);
  const dCell = add(ops, ops.run('TanhGrad', [squashed, mul(dh, o)]), dc)!;
  const dz = ops.concat(
    [
      ops.run('SigmoidGrad', [i, mul(dCell, g)]),
      ops.run('SigmoidGrad', [f, mul(dCell, before)]),
      ops.run('TanhGrad', [g, mul(dCell, i)]),
      ops.run('SigmoidGrad', [o, mul(dh, squashed)]),
    ],
    1,
  );
  return { dz, dcBefore: mul(dCell, f) };
}
