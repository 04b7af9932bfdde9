import { beforeAll, describe, expect, test } from '@jest/globals';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import {
  canFuse,
  fusedGru,
  fusedLstm,
  fusedSimpleRnn,
  gruRecurrence,
  LSTM,
  SIMPLE_RNN,
} from './index.js';

// The fused recurrences against the formulas written out in small tensor operations, which tfjs
// differentiates by itself.

let seed = 1;
const make = (...shape: number[]) =>
  tf.mul(tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed++), shape), 0.7);

interface Case {
  batch: number;
  time: number;
  units: number;
  goBackwards?: boolean;
  masked?: boolean;
  initial?: boolean;
  dropout?: boolean;
  returnSequences?: boolean;
  returnState?: boolean;
}

const cases: Case[] = [
  { batch: 3, time: 4, units: 5 },
  { batch: 70, time: 3, units: 8, returnSequences: true },
  { batch: 5, time: 6, units: 3, goBackwards: true, returnSequences: true, masked: true },
  { batch: 4, time: 5, units: 9, masked: true, initial: true, returnState: true },
  {
    batch: 6,
    time: 3,
    units: 6,
    dropout: true,
    returnSequences: true,
    returnState: true,
    initial: true,
  },
  { batch: 2, time: 4, units: 1, dropout: true, masked: true, goBackwards: true },
  { batch: 1, time: 1, units: 2, initial: true, returnSequences: true, returnState: true },
];

type Step = (
  projected: tf.Tensor,
  states: tf.Tensor[],
  gate: (i: number, h: tf.Tensor) => tf.Tensor,
) => tf.Tensor[];

/** The recurrence by hand. `step` gives the new states, h first. */
function byHand(
  step: Step,
  weights: tf.Tensor[],
  c: Case,
  mask: tf.Tensor | undefined,
  masks: tf.Tensor[] | undefined,
  initial: tf.Tensor[],
) {
  const [projection, recurrent] = weights as [tf.Tensor, tf.Tensor];
  const kernels = tf.split(recurrent, recurrent.shape[1]! / c.units, 1);
  let states = initial;
  let output = tf.zeros([c.batch, c.units]);
  const outputs: tf.Tensor[] = [];
  const times = tf.unstack(projection, 1);
  const valid = mask && tf.unstack(tf.cast(mask, 'float32'), 1);
  for (let s = 0; s < c.time; s++) {
    const t = c.goBackwards ? c.time - 1 - s : s;
    const next = step(times[t]!, states, (i, h) =>
      tf.matMul(masks ? tf.mul(h, masks[i]!) : h, kernels[i]!),
    );
    if (valid) {
      const keep = tf.expandDims(valid[t]!, 1);
      const choose = (a: tf.Tensor, b: tf.Tensor) =>
        tf.add(tf.mul(a, keep), tf.mul(b, tf.sub(1, keep)));
      output = choose(next[0]!, output);
      states = next.map((n, i) => choose(n, states[i]!));
    } else {
      output = next[0] as tf.Tensor2D;
      states = next;
    }
    outputs.push(output);
  }
  const result = c.returnSequences ? tf.stack(outputs, 1) : output;
  return c.returnState ? [result, ...states] : [result];
}

const lstmStep: Step = (x, [h, c], gate) => {
  const [xi, xf, xc, xo] = tf.split(x, 4, 1);
  const i = tf.sigmoid(tf.add(xi!, gate(0, h!)));
  const f = tf.sigmoid(tf.add(xf!, gate(1, h!)));
  const g = tf.tanh(tf.add(xc!, gate(2, h!)));
  const o = tf.sigmoid(tf.add(xo!, gate(3, h!)));
  const next = tf.add(tf.mul(f, c!), tf.mul(i, g));
  return [tf.mul(o, tf.tanh(next)), next];
};

const gruStep =
  (bias: tf.Tensor | undefined): Step =>
  (x, [h], gate) => {
    const [xz, xr, xh] = tf.split(x, 3, 1);
    const b = bias ? tf.split(bias, 3) : undefined;
    const inner = (i: number) => (b ? tf.add(gate(i, h!), b[i]!) : gate(i, h!));
    const z = tf.sigmoid(tf.add(xz!, inner(0)));
    const r = tf.sigmoid(tf.add(xr!, inner(1)));
    const candidate = tf.tanh(tf.add(xh!, bias ? tf.mul(r, inner(2)) : gate(2, tf.mul(r, h!))));
    return [tf.add(tf.mul(z, h!), tf.mul(tf.sub(1, z), candidate))];
  };

const simpleStep: Step = (x, [h], gate) => [tf.tanh(tf.add(x, gate(0, h!)))];

/** Sum of all results, weighted so that each element matters differently. */
const score = (results: tf.Tensor[]) =>
  results
    .map((r, i) => tf.sum(tf.mul(r, tf.reshape(tf.tensor(formulaValues(r.size, 50 + i)), r.shape))))
    .reduce((a, b) => tf.add(a, b)) as tf.Scalar;

function compare(
  gates: number,
  stateCount: number,
  c: Case,
  biased: boolean,
  run: {
    fused: (
      weights: tf.Tensor[],
      mask: tf.Tensor | undefined,
      dropout: tf.Tensor | undefined,
    ) => tf.Tensor[];
    step: (bias: tf.Tensor | undefined) => Step;
  },
) {
  tf.tidy(() => {
    seed = c.batch * 7 + c.units;
    const { batch, time, units } = c;
    const weights = [make(batch, time, gates * units), make(units, gates * units)];
    if (biased) weights.push(make(gates * units));
    if (c.initial) for (let i = 0; i < stateCount; i++) weights.push(make(batch, units));
    const mask = c.masked
      ? tf.tensor(
          Array.from({ length: batch * time }, (_, i) => (i * 7) % 5 > 1),
          [batch, time],
          'bool',
        )
      : undefined;
    const dropout = c.dropout
      ? tf.mul(tf.cast(tf.greater(make(gates, batch, units), -0.3), 'float32'), 1.5)
      : undefined;
    const masks = dropout && tf.unstack(dropout);
    const zeros = Array.from({ length: stateCount }, () => tf.zeros([batch, units]));
    const hand = (...w: tf.Tensor[]) =>
      byHand(
        run.step(biased ? w[2] : undefined),
        w,
        c,
        mask,
        masks,
        c.initial ? w.slice(biased ? 3 : 2) : zeros,
      );
    const expected = hand(...weights);
    const actual = run.fused(weights, mask, dropout);
    expected.forEach((e, i) => {
      expect(actual[i]!.shape).toEqual(e.shape);
      expect(tf.max(tf.abs(tf.sub(actual[i]!, e))).dataSync()[0]).toBeLessThan(1e-5);
    });
    const expectedGradients = tf.grads((...w: tf.Tensor[]) => score(hand(...w)))(weights);
    const gradients = tf.grads((...w: tf.Tensor[]) => score(run.fused(w, mask, dropout)))(weights);
    expectedGradients.forEach((e, i) => {
      expect(tf.max(tf.abs(tf.sub(gradients[i]!, e))).dataSync()[0]).toBeLessThan(1e-4);
    });
  });
}

describe('fused recurrences on wasm', () => {
  beforeAll(() => useTestBackend('wasm'));

  test('the backend has them', () => {
    expect([LSTM, gruRecurrence(true), SIMPLE_RNN].map(canFuse)).toEqual([true, true, true]);
  });

  const options = (c: Case) => ({
    goBackwards: c.goBackwards ?? false,
    returnSequences: c.returnSequences ?? false,
    returnState: c.returnState ?? false,
  });
  const constants = (mask: tf.Tensor | undefined, dropout: tf.Tensor | undefined) => ({
    ...(mask ? { mask } : {}),
    ...(dropout ? { dropout } : {}),
  });

  test.each(cases)('LSTM %j', (c) => {
    compare(4, 2, c, false, {
      step: () => lstmStep,
      fused: ([projection, recurrentKernel, h0, c0], mask, dropout) => {
        const initial = h0 && c0 ? { h0, c0 } : {};
        const inputs = { projection: projection!, recurrentKernel: recurrentKernel!, ...initial };
        const { output, states } = fusedLstm(inputs, constants(mask, dropout), options(c));
        return [output, ...states];
      },
    });
  });

  describe.each([true, false])('resetAfter %j', (resetAfter) => {
    test.each(cases)('GRU %j', (c) => {
      compare(3, 1, c, resetAfter, {
        step: gruStep,
        fused: (weights, mask, dropout) => {
          const [projection, recurrentKernel] = weights;
          const recurrentBias = resetAfter ? weights[2] : undefined;
          const h0 = weights[resetAfter ? 3 : 2];
          const inputs = {
            projection: projection!,
            recurrentKernel: recurrentKernel!,
            ...(recurrentBias ? { recurrentBias } : {}),
            ...(h0 ? { h0 } : {}),
          };
          const { output, states } = fusedGru(inputs, constants(mask, dropout), {
            ...options(c),
            resetAfter,
          });
          return [output, ...states];
        },
      });
    });
  });

  test.each(cases)('SimpleRNN %j', (c) => {
    compare(1, 1, c, false, {
      step: () => simpleStep,
      fused: ([projection, recurrentKernel, h0], mask, dropout) => {
        const inputs = {
          projection: projection!,
          recurrentKernel: recurrentKernel!,
          ...(h0 ? { h0 } : {}),
        };
        const { output, states } = fusedSimpleRnn(inputs, constants(mask, dropout), {
          ...options(c),
          activation: 'tanh',
        });
        return [output, ...states];
      },
    });
  });

  test('no tensor stays behind', () => {
    const weights = tf.tidy(() => [make(2, 3, 8), make(2, 8)] as const);
    const before = tf.memory().numTensors;
    const { output } = fusedLstm(
      { projection: weights[0], recurrentKernel: weights[1] },
      {},
      options(cases[0]!),
    );
    expect(tf.memory().numTensors).toBe(before + 1);
    output.dispose();
    weights.forEach((w) => w.dispose());
  });
});
