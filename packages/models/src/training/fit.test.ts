import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { concatenate, dense, input, masking } from '@ibexjs/layers';
import { binaryCrossentropy, BinaryCrossentropy } from '@ibexjs/losses';
import { adam, sgd } from '@ibexjs/optimizers';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';

import { model, sequential } from '../factories.js';
import type { Model } from '../model.js';
import type { ShapedArray } from './data/types.js';

interface Expected {
  history: Record<string, number[]>;
  evaluate: number[];
  predict: number[][];
  epoch: number[];
  train_on_batch: number[];
  test_on_batch: Record<string, number>;
  by_name: Record<string, number>;
}

const fixture = readFixture<Record<string, Expected>>(import.meta.url, '../../fixtures/fit.json');

const formula = (shape: number[], seed: number): ShapedArray => ({
  data: formulaValues(tf.util.sizeFromShape(shape), seed),
  shape,
});

const labels = (count: number, classes: number) =>
  Int32Array.from({ length: count }, (_, i) => (i * 7 + 3) % classes);

const oneHot = (numbers: Int32Array, classes: number) =>
  Array.from(numbers, (n) => Array.from({ length: classes }, (_, i) => Number(i === n)));

function withFormulaWeights<T extends Model>(made: T): T {
  tf.tidy(() =>
    made.setWeights(
      made.weights.map(({ shape }, i) =>
        tf.div(tf.tensor(formulaValues(tf.util.sizeFromShape(shape), 100 + i), shape), 2),
      ),
    ),
  );
  return made;
}

function classifier(classes = 3, activation = 'softmax', options = {}) {
  const layers = [
    dense({ units: 6, activation: 'relu', inputShape: [4], ...options }),
    dense({ units: classes, activation }),
  ];
  return withFormulaWeights(sequential({ layers }));
}

/** Numbers of results agree within 1e-5, and their names. */
function expectLogs(received: object, expected: object): void {
  expect(Object.keys(received).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    const list = [(received as Record<string, number | number[]>)[name]!].flat();
    const wanted = [values as number | number[]].flat();
    expect(list).toHaveLength(wanted.length);
    for (const [i, value] of list.entries()) {
      expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(wanted[i]!)));
    }
  }
}

describe.each(testBackends)("fit logs what Keras' does, on %s", (backend) => {
  beforeAll(async () => {
    await useTestBackend(backend);
  });

  test('validation data, partial batches, evaluate and predict', async () => {
    const network = classifier();
    network.compile({
      optimizer: 'sgd',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const [x, y] = [formula([12, 4], 1), labels(12, 3)];
    const { history } = await network.fit(x, y, {
      batchSize: 5,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      validationData: [formula([7, 4], 2), labels(7, 3)],
      validationBatchSize: 3,
    });
    const expected = fixture['validation']!;
    expectLogs(history, expected.history);
    const options = { batchSize: 5, verbose: 0 } as const;
    expectLogs({ all: await network.evaluate(x, y, options) }, { all: expected.evaluate });
    const outputs = network.predict(formula([12, 4], 1), { batchSize: 5 }) as tf.Tensor;
    const first = (await outputs.data()).subarray(0, 12);
    expectLogs({ first: [...first] }, { first: expected.predict.flat() });
    outputs.dispose();
    network.dispose();
  });

  test('class weights, weighted metrics, a validation split', async () => {
    const network = classifier();
    network.compile({
      optimizer: sgd({ learningRate: 0.1 }),
      loss: 'categoricalCrossentropy',
      metrics: ['acc'],
      weightedMetrics: ['acc', 'mse'],
    });
    const { history } = await network.fit(formula([16, 4], 3), oneHot(labels(16, 3), 3), {
      batchSize: 4,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      validationSplit: 0.25,
      classWeight: { 0: 1, 2: 3.5 },
    });
    expectLogs(history, fixture['class_weight']!.history);
  });

  test('sample weights, regularizers, validationFreq', async () => {
    const network = classifier(2, 'linear', {
      kernelRegularizer: { class_name: 'L2', config: { l2: 0.05 } },
    });
    network.compile({
      optimizer: adam({ learningRate: 0.01 }),
      loss: 'mse',
      metrics: ['mae'],
      weightedMetrics: ['mae'],
    });
    const first = (array: ShapedArray, rows: number): ShapedArray => ({
      data: (array.data as Float32Array).subarray(0, rows * array.shape[1]!),
      shape: [rows, array.shape[1]!],
    });
    const [x, y] = [formula([10, 4], 4), formula([10, 2], 5)];
    const sampleWeight = Float32Array.from({ length: 10 }, (_, i) => i % 4);
    const { history } = await network.fit(x, y, {
      batchSize: 4,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      sampleWeight,
      validationData: [first(x, 5), first(y, 5), sampleWeight.subarray(0, 5)],
      validationFreq: 2,
    });
    const expected = fixture['sample_weight']!;
    expectLogs(history, expected.history);
    const options = { batchSize: 4, verbose: 0, sampleWeight } as const;
    const [loss, mae, , weightedMae] = expected.evaluate;
    // Keras gives the unweighted metric twice when the weighted one has the same name
    expectLogs({ all: await network.evaluate(x, y, options) }, { all: [loss, mae, weightedMae] });
  });

  test('binary labels, initialEpoch, single batches', async () => {
    const network = classifier(1, 'sigmoid');
    network.compile({
      optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }),
      loss: new BinaryCrossentropy({ labelSmoothing: 0.1 }),
      metrics: ['accuracy', 'mse'],
    });
    const [x, y] = [formula([8, 4], 6), labels(8, 2)];
    const { history, epoch } = await network.fit(x, y, {
      batchSize: 3,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      initialEpoch: 1,
    });
    const expected = fixture['binary']!;
    expectLogs(history, expected.history);
    expect(epoch).toEqual(expected.epoch);
    expectLogs({ all: await network.trainOnBatch(x, y) }, { all: expected.train_on_batch });
    expectLogs(await network.testOnBatch(x, y, { returnDict: true }), expected.test_on_batch);
  });

  test('several inputs and outputs, by name and by position', async () => {
    const [first, second] = [
      input({ shape: [4], name: 'first' }),
      input({ shape: [2], name: 'second' }),
    ];
    const hidden = dense({ units: 5, activation: 'tanh' }).apply(
      concatenate().apply([first, second]),
    );
    const kind = dense({ units: 3, activation: 'softmax', name: 'kind' }).apply(hidden);
    const size = dense({ units: 1, name: 'size' }).apply(hidden);
    const network = withFormulaWeights(model({ inputs: [first, second], outputs: [kind, size] }));
    network.compile({
      optimizer: sgd({ learningRate: 0.1 }),
      loss: { size: 'mse', kind: 'sparse_categorical_crossentropy' },
      lossWeights: { kind: 1, size: 0.25 },
      metrics: { kind: ['accuracy'], size: ['mae', 'mse'] },
      weightedMetrics: [['accuracy'], []],
    });
    const x = { second: formula([9, 2], 8), first: formula([9, 4], 7) };
    const y = [labels(9, 3), formula([9, 1], 9)];
    const kindWeights = Float32Array.from({ length: 9 }, (_, i) => i % 3);
    const { history } = await network.fit(x, y, {
      batchSize: 3,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      sampleWeight: { kind: kindWeights, size: new Float32Array(9).fill(1) },
      validationData: [x, { kind: labels(9, 3), size: formula([9, 1], 9) }],
    });
    const expected = fixture['two_outputs']!;
    expectLogs(history, expected.history);
    const options = { batchSize: 3, verbose: 0 } as const;
    expectLogs({ all: await network.evaluate(x, y, options) }, { all: expected.evaluate });
    expectLogs(await network.evaluate(x, y, { ...options, returnDict: true }), expected.by_name);
  });

  test('masks', async () => {
    const network = withFormulaWeights(
      sequential({
        layers: [
          masking({ inputShape: [4, 3] }),
          dense({ units: 5, activation: 'tanh' }),
          dense({ units: 2 }),
        ],
      }),
    );
    network.compile({
      optimizer: sgd({ learningRate: 0.1 }),
      loss: 'mse',
      metrics: ['mae'],
      weightedMetrics: ['mse'],
    });
    const values = formulaValues(72, 10);
    for (let i = 0; i < 6; i++) values.fill(0, (i * 4 + 4 - (i % 3)) * 3, (i * 4 + 4) * 3);
    const [x, y] = [{ data: values, shape: [6, 4, 3] }, formula([6, 4, 2], 11)];
    const { history } = await network.fit(x, y, {
      batchSize: 4,
      epochs: 3,
      shuffle: false,
      verbose: 0,
      validationData: [x, y],
    });
    const expected = fixture['masked']!;
    expectLogs(history, expected.history);
    const sampleWeight = {
      data: Float32Array.from({ length: 24 }, (_, i) => (i % 3) + 1),
      shape: [6, 4],
    };
    const results = await network.evaluate(x, y, { sampleWeight, verbose: 0 });
    expectLogs({ all: results }, { all: expected.evaluate });
  });
});

test('losses and metrics may be functions', async () => {
  await useTestBackend('cpu');
  const network = classifier(1, 'sigmoid');
  const half = (yTrue: tf.Tensor, yPred: tf.Tensor) =>
    tf.mul(binaryCrossentropy(tf.expandDims(yTrue, -1), yPred), 0.5);
  network.compile({ optimizer: 'sgd', loss: half, metrics: [half] });
  const logs = await network.trainOnBatch(formula([8, 4], 6), labels(8, 2), { returnDict: true });
  expect(Object.keys(logs)).toEqual(['loss', 'half']);
  expect(logs['loss']).toBeCloseTo(logs['half']!, 6);
});
