import { setRandomSeed } from '@ibexjs/core';
import * as layers from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';
import { adam } from '@ibexjs/optimizers';
import { describeTensorFlow, formulaValues, useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import type { TensorFlowBackend } from '../runtime/backend.js';

const { dense, dropout, batchNormalization, conv2d, flatten, lstm, gru, embedding } = layers;

const formula = (shape: number[], seed: number) =>
  tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed), shape);
const classes = (count: number) =>
  tf.tensor1d(
    Int32Array.from({ length: count }, (_, i) => i % 3),
    'int32',
  );

interface Network {
  layers: () => layers.Layer[];
  x: (rows: number) => tf.Tensor;
}

/** What makes a step more than a formula: random masks, moving averages, loops, lookups. */
const NETWORKS: Record<string, Network> = {
  'dropout and batch normalization': {
    layers: () => [
      dense({ units: 16, activation: 'relu', inputShape: [6] }),
      batchNormalization(),
      dropout({ rate: 0.4 }),
      dense({ units: 3, activation: 'softmax', kernelRegularizer: 'l2' }),
    ],
    x: (rows) => formula([rows, 6], 3),
  },
  convolution: {
    layers: () => [
      conv2d({ filters: 4, kernelSize: 3, activation: 'relu', inputShape: [7, 7, 2] }),
      layers.maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 3, activation: 'softmax' }),
    ],
    x: (rows) => formula([rows, 7, 7, 2], 3),
  },
  'recurrent with masks': {
    layers: () => [
      embedding({ inputDim: 9, outputDim: 5, maskZero: true, inputShape: [6] }),
      lstm({ units: 7, returnSequences: true, dropout: 0.2, recurrentDropout: 0.3 }),
      gru({ units: 5 }),
      dense({ units: 3, activation: 'softmax' }),
    ],
    x: (rows) =>
      tf.tidy(() => tf.cast(tf.floor(tf.mul(tf.abs(formula([rows, 6], 3)), 9)), 'int32')),
  },
};

function build(network: Network, runEagerly: boolean): Sequential {
  setRandomSeed(7);
  const model = sequential({ layers: network.layers() });
  model.compile({
    optimizer: adam({ learningRate: 0.01 }),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    runEagerly,
  });
  return model;
}

/** The losses of a run of steps, the last batch of each pass smaller, and then a prediction. */
async function train(network: Network, runEagerly: boolean, steps: number): Promise<number[]> {
  const model = build(network, runEagerly);
  const results: number[] = [];
  for (let step = 0; step < steps; step++) {
    const rows = step % 3 === 2 ? 5 : 8;
    const [x, y] = [network.x(rows), classes(rows)];
    results.push(...((await model.trainOnBatch(x, y)) as number[]));
    if (step === 6) {
      results.push(...((await model.evaluate(x, y, { verbose: 0 })) as number[]));
    }
    tf.dispose([x, y]);
  }
  const x = network.x(8);
  for (let i = 0; i < 3; i++) {
    const outputs = model.predict(x) as tf.Tensor;
    results.push(...(await outputs.data()));
    outputs.dispose();
  }
  x.dispose();
  const { optimizer } = model;
  model.dispose();
  optimizer!.dispose();
  return results;
}

await describeTensorFlow('compiled steps', () => {
  const warnings: string[] = [];
  beforeEach(async () => {
    warnings.length = 0;
    jest
      .spyOn(console, 'warn')
      .mockImplementation((line: unknown) => void warnings.push(String(line)));
    await useTestBackend('tensorflow');
  });
  afterEach(() => void jest.restoreAllMocks());

  test.each(Object.entries(NETWORKS))('%s: as op by op, to 1e-6 a step', async (_name, network) => {
    const before = tf.memory().numTensors;
    const compiled = await train(network, false, 12);
    expect(warnings).toEqual([]);
    const eager = await train(network, true, 12);
    expect(compiled.length).toBe(eager.length);
    compiled.forEach((value, i) => expect(Math.abs(value - eager[i]!)).toBeLessThan(1e-6));
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(Object.entries(NETWORKS))(
    '%s: as on the cpu backend, random masks too',
    async (_name, network) => {
      const here = await train(network, false, 6);
      await useTestBackend('cpu');
      const there = await train(network, false, 6);
      // two engines add in different orders, and Adam's first steps divide by tiny numbers
      here.forEach((value, i) => expect(Math.abs(value - there[i]!)).toBeLessThan(2e-5));
    },
  );

  test('a hundred steps leave nothing behind', async () => {
    const network = NETWORKS['dropout and batch normalization']!;
    const model = build(network, false);
    const [x, y] = [network.x(8), classes(8)];
    const { eager } = tf.backend() as TensorFlowBackend;
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    const [tensors, handles] = [tf.memory().numTensors, eager.numHandles];
    for (let i = 0; i < 100; i++) await model.trainOnBatch(x, y);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(eager.numHandles).toBe(handles);
    tf.dispose([x, y]);
    model.dispose();
  });

  test('random masks differ from step to step', async () => {
    const model = sequential({ layers: [dropout({ rate: 0.5, inputShape: [50] })] });
    const x = tf.ones([1, 50]);
    const masks = new Set<string>();
    const y = tf.zeros([1, 50]);
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    for (let i = 0; i < 5; i++) masks.add(String(await model.trainOnBatch(x, y)));
    expect(masks.size).toBeGreaterThan(2);
    tf.dispose([x, y]);
    model.dispose();
  });

  test('what cannot be compiled runs op by op, and one line says why', async () => {
    class Reading extends layers.Layer {
      static override readonly className = 'Reading';
      override call(inputs: layers.Tensors): tf.Tensor {
        const x = inputs as tf.Tensor;
        return tf.mul(x, x.dataSync().length);
      }
    }
    const model = sequential({
      layers: [dense({ units: 2, inputShape: [3] }), new Reading({})],
    });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const [x, y] = [formula([4, 3], 1), formula([4, 2], 2)];
    const before = tf.memory().numTensors;
    const losses: number[] = [];
    for (let i = 0; i < 4; i++) losses.push((await model.trainOnBatch(x, y)) as number);
    expect(new Set(losses).size).toBe(4);
    expect(warnings).toEqual([
      'Ibex: trainStep runs op by op, not as one call: it reads the values of a tensor',
    ]);
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2); // the loss's running mean
    tf.dispose([x, y]);
    model.dispose();
  });

  test('numbers drawn in JavaScript are not made constants', async () => {
    class Noise extends layers.Layer {
      static override readonly className = 'Noise';
      override call(inputs: layers.Tensors): tf.Tensor {
        const x = inputs as tf.Tensor;
        return tf.add(x, tf.randomNormal(x.shape));
      }
    }
    const model = sequential({ layers: [dense({ units: 2, inputShape: [3] }), new Noise({})] });
    const x = formula([4, 3], 1);
    const seen = new Set<string>();
    for (let i = 0; i < 4; i++) {
      const y = model.predict(x) as tf.Tensor;
      seen.add(String(await y.data()));
      y.dispose();
    }
    expect(seen.size).toBe(4);
    expect(warnings).toEqual([
      'Ibex: predictStep runs op by op, not as one call: it draws random numbers in JavaScript',
    ]);
    x.dispose();
    model.dispose();
  });

  test('a learning rate set between steps counts', async () => {
    const model = build(NETWORKS['convolution']!, false);
    const [x, y] = [NETWORKS['convolution']!.x(8), classes(8)];
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    model.optimizer!.learningRate = 0;
    const kernel = model.weights[0]!;
    const before = await kernel.read().data();
    await model.trainOnBatch(x, y);
    expect(await kernel.read().data()).toEqual(before);
    tf.dispose([x, y]);
    model.dispose();
  });

  test('a layer frozen between steps stays', async () => {
    const model = build(NETWORKS['convolution']!, false);
    const [x, y] = [NETWORKS['convolution']!.x(8), classes(8)];
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    const before = await model.weights[0]!.read().data();
    model.layers[0]!.trainable = false;
    for (let i = 0; i < 3; i++) await model.trainOnBatch(x, y);
    expect(await model.weights[0]!.read().data()).toEqual(before);
    tf.dispose([x, y]);
    model.dispose();
  });
});
