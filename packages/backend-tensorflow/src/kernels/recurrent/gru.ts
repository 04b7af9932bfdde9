import type { Value } from '../../runtime/executor.js';
import type { Ops } from '../../runtime/ops.js';
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

interface Inputs extends RecurrentInputs {
  recurrentBias?: Value;
}

interface Attrs {
  goBackwards: boolean;
  resetAfter: boolean;
}

/** The products of the state: of all gates, or of the candidate apart from the other two. */
class Products {
  readonly gates: Recurrence;
  readonly candidate: Recurrence | null;

  constructor(ops: Ops, { recurrentKernel, dropout }: Inputs, resetAfter: boolean) {
    if (resetAfter) {
      this.gates = new Recurrence(ops, recurrentKernel, dropout);
      this.candidate = null;
      return;
    }
    const units = recurrentKernel.shape[0]!;
    const part = (begin: number, count: number) =>
      ops.slice(recurrentKernel, [0, begin * units], [units, count * units]);
    const masks = (begin: number, count: number) =>
      dropout && ops.slice(dropout, [begin, 0, 0], [count, ...dropout.shape.slice(1)]);
    this.gates = new Recurrence(ops, part(0, 2), masks(0, 2));
    // the candidate's mask is part of `inner`
    this.candidate = new Recurrence(ops, part(2, 1), undefined);
  }
}

/** GRU over a sequence; the contract stands with the layer's `fusedGru`. */
export const gru = defineKernel<Inputs, Attrs>('IbexGru', ({ inputs, attrs, ops }) => {
  const { projection, recurrentKernel, recurrentBias, mask, dropout } = inputs;
  const products = new Products(ops, inputs, attrs.resetAfter);
  const masks = maskSteps(ops, mask, attrs.goBackwards);
  const candidateMask = dropout && ops.unpack(dropout, 0)[2]!;
  let h = initial(ops, inputs.h0, projection, recurrentKernel);
  let output = masks ? initial(ops, undefined, projection, recurrentKernel) : h;
  const [outputs, gates, inners]: [Value[], Value[], Value[]] = [[], [], []];
  const sum = (a: Value, b: Value) => ops.run('AddV2', [a, b]);
  const mul = (a: Value, b: Value) => ops.run('Mul', [a, b]);
  steps(ops, projection, attrs.goBackwards).forEach((x, step) => {
    const [xz, xr, xh] = ops.split(x, 3, 1) as [Value, Value, Value];
    const product = products.gates.forward(h);
    const parts = ops.split(
      recurrentBias ? sum(product, recurrentBias) : product,
      attrs.resetAfter ? 3 : 2,
      1,
    );
    const z = ops.run('Sigmoid', [sum(xz, parts[0]!)]);
    const r = ops.run('Sigmoid', [sum(xr, parts[1]!)]);
    const reset = () => (candidateMask ? mul(mul(r, h), candidateMask) : mul(r, h));
    const inner = attrs.resetAfter ? parts[2]! : reset();
    const added = attrs.resetAfter ? mul(r, inner) : products.candidate!.forward(inner);
    const candidate = ops.run('Tanh', [sum(xh, added)]);
    // z h + (1 - z) candidate
    const state = sum(candidate, mul(z, ops.run('Sub', [h, candidate])));
    output = choose(ops, masks?.[step], state, output);
    h = choose(ops, masks?.[step], state, h);
    outputs.push(output);
    gates.push(ops.concat([z, r, candidate], 1));
    inners.push(inner);
  });
  return [
    ops.pack(outputs, 1),
    h,
    ops.pack(gates, 1),
    ops.pack(inOrder(inners, attrs.goBackwards), 1),
  ];
});

interface GradInputs extends Inputs, OutputGradients {
  sequence: Value;
  gates: Value;
  inner: Value;
}

export const gruGrad = defineKernel<GradInputs, Attrs>(
  'IbexGruGrad',
  ({ inputs, attrs: { goBackwards, resetAfter }, ops }) => {
    const { recurrentKernel, sequence, mask, dropout } = inputs;
    const products = new Products(ops, inputs, resetAfter);
    const masks = maskSteps(ops, mask, goBackwards);
    const candidateMask = dropout && ops.unpack(dropout, 0)[2]!;
    const [gates, inners] = [steps(ops, inputs.gates), steps(ops, inputs.inner, goBackwards)];
    const h0 = initial(ops, inputs.h0, sequence, recurrentKernel);
    const previous = statesBefore(ops, h0, steps(ops, sequence), masks);
    const outputs = new OutputGradient(ops, inputs);
    const [forInputs, forStates]: [Value[], Value[]] = [[], []];
    let dh: Value | null = inputs.gradH ?? null;
    for (let step = gates.length - 1; step >= 0; step--) {
      const counts = masks?.[step];
      const zeros = (): Value => initial(ops, undefined, sequence, recurrentKernel);
      const grad: Value = outputs.at(step, dh, counts) ?? zeros();
      const saved = { gates: gates[step]!, inner: inners[step]!, before: previous[step]! };
      const back = backward(ops, products, saved, grad, candidateMask);
      const heed = (x: Value) => (counts ? choose(ops, counts, x, ops.run('ZerosLike', [x])) : x);
      forInputs.unshift(heed(back.dInput));
      forStates.unshift(heed(back.dState));
      // where the step does not count the state's gradient passes by
      dh = choose(ops, counts, back.dBefore, grad);
    }
    const pack = (list: Value[]) => ops.pack(inOrder(list, goBackwards), 1);
    return [pack(forInputs), pack(forStates), pack(previous), dh!];
  },
);

/** One step backwards: gradients of the sums that enter the gates, by side, and of the state. */
function backward(
  ops: Ops,
  products: Products,
  saved: { gates: Value; inner: Value; before: Value },
  dh: Value,
  candidateMask: Value | undefined,
): { dInput: Value; dState: Value; dBefore: Value } {
  const { inner, before } = saved;
  const [z, r, candidate] = ops.split(saved.gates, 3, 1) as [Value, Value, Value];
  const sum = (a: Value, b: Value) => ops.run('AddV2', [a, b]);
  const mul = (a: Value, b: Value) => ops.run('Mul', [a, b]);
  const kept = mul(dh, z);
  const dCandidate = ops.run('TanhGrad', [candidate, ops.run('Sub', [dh, kept])]);
  const difference = ops.run('Sub', [before, candidate]);
  const dZ = ops.run('SigmoidGrad', [z, mul(dh, difference)]);
  if (!products.candidate) {
    const dR = ops.run('SigmoidGrad', [r, mul(dCandidate, inner)]);
    const dState = ops.concat([dZ, dR, mul(dCandidate, r)], 1);
    const dInput = ops.concat([dZ, dR, dCandidate], 1);
    return { dInput, dState, dBefore: sum(kept, products.gates.backward(dState)) };
  }
  const product = products.candidate.backward(dCandidate);
  const dInner = candidateMask ? mul(product, candidateMask) : product;
  const dR = ops.run('SigmoidGrad', [r, mul(dInner, before)]);
  const through = products.gates.backward(ops.concat([dZ, dR], 1));
  const dInput = ops.concat([dZ, dR, dCandidate], 1);
  return { dInput, dState: dInput, dBefore: sum(sum(kept, mul(dInner, r)), through) };
}
