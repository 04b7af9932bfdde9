import {
  type SymbolicTensor,
  add,
  batchNormalization,
  concatenate,
  conv2d,
  dense,
  dropout,
  flatten,
  input,
  maxPooling2d,
} from '@ibexjs/layers';
import { resetUids } from '@ibexjs/core';
import {
  computeOn,
  formulaValues,
  readFixture,
  testBackends,
  useTestBackend,
} from '@ibexjs/testing';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { model, modelFromJSON, sequential, type Model, type SummaryOptions } from './index.js';

interface Described {
  config: Record<string, unknown>;
  name: string;
  layers: string[];
  weights: [path: string, shape: number[]][];
  trainable: string[];
  output_names: string[] | null;
  inputs: number[][];
  outputs: { shape: number[]; values: number[] }[];
  summaries: Record<'plain' | 'full' | 'wide', string>;
}

const fixture = readFixture<Record<string, Described>>(import.meta.url, '../fixtures/graphs.json');

/** The models of tools/goldens/models_graphs.py. */
const builders: Record<string, () => Model> = {
  cnn: () =>
    sequential({
      layers: [
        input({ shape: [8, 8, 2] }),
        conv2d({ filters: 3, kernelSize: 3, activation: 'relu', kernelRegularizer: 'l2' }),
        maxPooling2d({ poolSize: 2 }),
        dropout({ rate: 0.25 }),
        flatten({ name: 'flat' }),
        dense({ units: 4, activation: 'softmax' }),
      ],
    }),
  deferred: () => {
    const stack = sequential({ layers: [dense({ units: 3 }), dense({ units: 2 })], name: 'stack' });
    stack.build([null, 5]);
    return stack;
  },
  shared: () => {
    const [a, b] = [input({ shape: [4], name: 'b' }), input({ shape: [4], name: 'a' })];
    const common = dense({ units: 3 });
    const inner = sequential({
      layers: [input({ shape: [3] }), dense({ units: 2, activation: 'tanh' })],
    });
    const y = inner.apply(dense({ units: 3 }).apply(common.apply(a)));
    const z = dense({ units: 2 }).apply(inner.apply(common.apply(b)));
    return model({ inputs: { b: a, a: b }, outputs: [y, z, common.apply(a)] });
  },
  nested: () => {
    const x = input({ shape: [6] });
    const hidden = dense({ units: 5, activation: 'relu' }).apply(x);
    const outputs = [dense({ units: 3 }).apply(hidden), dense({ units: 2 }).apply(hidden)];
    const block = model({ inputs: x, outputs, name: 'block' });
    const [p, q] = [input({ shape: [6] }), input({ shape: [6] })];
    const first = block.apply<SymbolicTensor[]>(p);
    const second = block.apply<SymbolicTensor[]>(q);
    const merged = dense({ units: 2 }).apply(second[0]!);
    return model({ inputs: [p, q], outputs: [first[1]!, merged], name: 'outer' });
  },
  middle: () => {
    const x = input({ shape: [4] });
    const h = dense({ units: 3 }).apply(x);
    const g = dense({ units: 5, activation: 'sigmoid' }).apply(h);
    model({ inputs: x, outputs: dense({ units: 2 }).apply(g) });
    return model({ inputs: h, outputs: g });
  },
  branches: () => {
    const [x, y] = [input({ shape: [4], name: 'left' }), input({ shape: [2, 2], name: 'right' })];
    const second = dense({ units: 4, name: 'second' });
    const third = dense({ units: 4, name: 'third' });
    const long = third.apply(second.apply(flatten().apply(y)));
    const both = add().apply([dense({ units: 4, name: 'first' }).apply(x), long]);
    const outputs = concatenate().apply([both, batchNormalization().apply(x)]);
    return model({ inputs: [x, y], outputs, name: 'branches' });
  },
};

/** A config without what only Keras has: nulls, states of compilation, options that Ibex lacks. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const left = [
    'build_config',
    'compile_config',
    'registered_name',
    'synchronized',
    'renorm',
    'renorm_momentum',
  ];
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => item !== null && !left.includes(key))
      .map(([key, item]) => [key, comparable(item)]),
  );
}

function setFormulaWeights(net: Model): void {
  tf.tidy(() =>
    net.setWeights(
      net.weights.map(({ path, shape }, i) => {
        const value = tf.tensor(formulaValues(tf.util.sizeFromShape(shape), i), shape);
        return path.includes('variance') ? tf.square(value) : value;
      }),
    ),
  );
}

function summaryOf(net: Model, options: SummaryOptions): string {
  const lines: string[] = [];
  net.summary({ lineLength: 76, ...options, printFn: (line) => lines.push(`${line}\n`) });
  return lines.join('');
}

beforeAll(() => useTestBackend('cpu'));
beforeEach(resetUids);

describe.each(Object.keys(builders))('%s', (name) => {
  const golden = fixture[name]!;
  const makers: Record<string, () => Model> = {
    'made here': builders[name]!,
    "read from Keras' JSON": () => modelFromJSON(golden.config),
    'made, written and read': () => modelFromJSON(builders[name]!().toJSON()),
  };

  test.each(Object.entries(makers))(
    '%s has the names, weights and outputs that Keras gives',
    async (_, make) => {
      const net = make();
      expect(net.name).toBe(golden.name);
      expect(net.layers.map((layer) => layer.name)).toEqual(golden.layers);
      expect(net.weights.map(({ path, shape }) => [path, shape])).toEqual(golden.weights);
      expect(net.trainableWeights.map(({ path }) => path)).toEqual(golden.trainable);
      if (golden.output_names) expect(net.outputNames).toEqual(golden.output_names);
      expect(comparable(net.toJSON(undefined, false))).toEqual(comparable(golden.config));
      for (const backend of testBackends) {
        await useTestBackend(backend);
        setFormulaWeights(net);
        const outputs = await computeOn(backend, () => {
          const xs = golden.inputs.map((shape, i) =>
            tf.tensor(formulaValues(tf.util.sizeFromShape(shape), 50 + i), shape),
          );
          return net.apply<tf.Tensor[]>(xs.length === 1 ? xs[0]! : xs);
        });
        expect(outputs.map(({ shape }) => shape)).toEqual(golden.outputs.map(({ shape }) => shape));
        for (const [i, { values }] of outputs.entries()) {
          const expected = golden.outputs[i]!.values;
          const worst = Math.max(...expected.map((value, j) => Math.abs(value - values[j]!)));
          expect(worst).toBeLessThan(1e-5);
        }
      }
    },
  );

  test('prints the summary that Keras prints', () => {
    const net = builders[name]!();
    expect(summaryOf(net, {})).toBe(golden.summaries.plain);
    expect(summaryOf(net, { expandNested: true, showTrainable: true })).toBe(golden.summaries.full);
    expect(summaryOf(net, { lineLength: 120 })).toBe(golden.summaries.wide);
  });
});
