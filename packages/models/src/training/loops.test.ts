import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { earlyStopping, modelCheckpoint, terminateOnNaN, type Logs } from '@ibexjs/callbacks';
import { setRandomSeed } from '@ibexjs/core';
import { dense, dropout, input, Layer } from '@ibexjs/layers';
import { adam, sgd } from '@ibexjs/optimizers';
import { formulaValues, testBackends, useTestBackend } from '@ibexjs/testing';

import { model, sequential } from '../factories.js';
import { Model } from '../model.js';
import type { FitOptions } from './options.js';
import type { StepData, StepLogs } from './step-data.js';

const X = { data: formulaValues(32, 1), shape: [8, 4] };
const Y = { data: formulaValues(8, 2), shape: [8, 1] };

const build = (...more: Layer[]) =>
  sequential({
    layers: [
      dense({ units: 6, activation: 'tanh', inputShape: [4], kernelInitializer: 'glorotUniform' }),
      ...more,
      dense({ units: 1 }),
    ],
  });

function compiled(...more: Layer[]) {
  const network = build(...more);
  network.compile({ optimizer: adam({ learningRate: 0.05 }), loss: 'mse', metrics: ['mae'] });
  return network;
}

const quiet = { verbose: 0 } as const;

beforeAll(async () => {
  await useTestBackend('cpu');
});

beforeEach(() => {
  setRandomSeed(3);
});

describe.each(testBackends)('on %s', (backend) => {
  beforeAll(async () => {
    await useTestBackend(backend);
  });

  test('the same seed gives the same history', async () => {
    const run = async () => {
      setRandomSeed(11);
      const network = compiled(dropout({ rate: 0.3 }));
      const { history } = await network.fit(X, Y, { ...quiet, epochs: 3, batchSize: 3 });
      network.dispose();
      return history;
    };
    const first = await run();
    expect(await run()).toEqual(first);
    expect(first['loss']).toHaveLength(3);
  });

  test('leaves no tensors behind, and memory flat', async () => {
    const network = compiled(dropout({ rate: 0.3 }));
    const x = tf.tensor2d(X.data, [8, 4]);
    const options = { ...quiet, batchSize: 3, validationData: [X, Y] } as const;
    await network.fit(x, Y, options);
    const before = tf.memory();
    await network.fit(x, Y, { ...options, epochs: 20 });
    await network.fit(x, Y, { ...options, classWeight: { 0: 2 }, validationSplit: 0.5 });
    await network.evaluate(x, Y, quiet);
    await network.trainOnBatch(x, Y);
    await network.testOnBatch(x, Y, { returnDict: true });
    const batches = function* () {
      for (let i = 0; i < 3; i++) yield { xs: tf.clone(x), ys: tf.ones([8, 1]) };
    };
    await network.fitDataset(batches, { ...quiet, epochs: 2, validationData: batches });
    await network.evaluateDataset(batches, quiet);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
    const outputs = network.predict(x, { batchSize: 3 });
    expect(tf.memory().numTensors).toBe(before.numTensors + 1);
    tf.dispose([outputs, x]);
  });
});

test('all backends agree over an epoch of 1,000 samples', async () => {
  const x = { data: formulaValues(8000, 4), shape: [1000, 8] };
  const y = Int32Array.from({ length: 1000 }, (_, i) => (i * i) % 3);
  const histories: Record<string, number[]>[] = [];
  for (const backend of testBackends) {
    await useTestBackend(backend);
    setRandomSeed(21);
    const network = sequential({
      layers: [
        dense({ units: 16, activation: 'relu', inputShape: [8] }),
        dropout({ rate: 0.2 }),
        dense({ units: 3, activation: 'softmax' }),
      ],
    });
    network.compile({
      optimizer: 'adam',
      loss: 'sparseCategoricalCrossentropy',
      metrics: ['accuracy'],
    });
    const { history } = await network.fit(x, y, { ...quiet, validationSplit: 0.1 });
    histories.push(history);
    network.dispose();
  }
  await useTestBackend('cpu');
  const [first, ...others] = histories;
  for (const other of others) {
    for (const [name, [value]] of Object.entries(first!)) {
      expect(Math.abs(other[name]![0]! - value!)).toBeLessThan(1e-4);
    }
  }
});

test('everything is freed when the model is', async () => {
  const before = tf.memory().numTensors;
  const network = build();
  network.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
  await network.fit(X, Y, quiet);
  network.compile({ optimizer: 'adam', loss: 'mse' });
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('learns xor', async () => {
  const network = sequential({
    layers: [
      dense({ units: 8, activation: 'tanh', inputShape: [2] }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  network.compile({
    optimizer: adam({ learningRate: 0.1 }),
    loss: 'binaryCrossentropy',
    metrics: ['accuracy'],
  });
  const x = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  const y = [0, 1, 1, 0];
  await network.fit(x, y, { ...quiet, epochs: 100, batchSize: 4 });
  const [loss, accuracy] = (await network.evaluate(x, y, quiet)) as number[];
  expect(loss).toBeLessThan(0.1);
  expect(accuracy).toBe(1);
});

test('resuming at an epoch sees the batches that an uninterrupted run sees', async () => {
  const losses = async (parts: FitOptions[]) => {
    const all: number[] = [];
    setRandomSeed(5);
    const network = build();
    network.compile({ optimizer: sgd(), loss: 'mse' });
    for (const part of parts) {
      setRandomSeed(6);
      const { history } = await network.fit(X, Y, { ...quiet, batchSize: 3, ...part });
      all.push(...history['loss']!);
    }
    return all;
  };
  const whole = await losses([{ epochs: 4 }]);
  expect(await losses([{ epochs: 2 }, { epochs: 4, initialEpoch: 2 }])).toEqual(whole);
});

describe('callbacks', () => {
  test('hooks come in order, with the logs that they need', async () => {
    const network = compiled();
    const calls: string[] = [];
    const note = (name: string) => (_: number, logs?: Logs) => {
      calls.push(`${name} ${Object.keys(logs ?? {}).join(',')}`.trim());
    };
    await network.fit(X, Y, {
      ...quiet,
      batchSize: 8,
      validationData: [X, Y],
      callbacks: {
        onTrainBegin: () => void calls.push('train begin'),
        onEpochBegin: note('epoch begin'),
        onTrainBatchBegin: note('batch begin'),
        onTrainBatchEnd: note('batch end'),
        onTestBegin: () => void calls.push('test begin'),
        onTestBatchEnd: note('test batch end'),
        onTestEnd: () => void calls.push('test end'),
        onEpochEnd: note('epoch end'),
        onTrainEnd: () => void calls.push('train end'),
      },
    });
    expect(calls).toEqual([
      'train begin',
      'epoch begin',
      'batch begin',
      'batch end loss,mae',
      'test begin',
      'test batch end loss,mae',
      'test end',
      'epoch end loss,mae,val_loss,val_mae',
      'train end',
    ]);
  });

  test('losses are read once an epoch unless somebody needs them', async () => {
    const network = compiled();
    await network.fit(X, Y, quiet);
    const read = jest.spyOn(tf.engine().backend, 'read');
    await network.fit(X, Y, { ...quiet, batchSize: 2, epochs: 3 });
    expect(read).toHaveBeenCalledTimes(3);
    read.mockClear();
    await network.fit(X, Y, { ...quiet, batchSize: 2, callbacks: { onBatchEnd: () => {} } });
    expect(read).toHaveBeenCalledTimes(5);
    read.mockRestore();
  });

  test('earlyStopping gives back the best weights', async () => {
    const network = compiled();
    network.optimizer!.learningRate = 10;
    const best: number[] = [];
    const { history } = await network.fit(X, Y, {
      ...quiet,
      epochs: 20,
      callbacks: [earlyStopping({ monitor: 'mae', mode: 'max', restoreBestWeights: true })],
    });
    best.push(...history['mae']!);
    expect(best.length).toBeLessThan(20);
  });

  test('stopTraining ends the epoch, which still counts', async () => {
    const network = compiled();
    const { history } = await network.fit(X, Y, {
      ...quiet,
      batchSize: 2,
      epochs: 5,
      callbacks: {
        onBatchEnd: (batch) => {
          if (batch === 1) network.stopTraining = true;
        },
      },
    });
    expect(history['loss']).toHaveLength(1);
  });

  test('an abort leaves out the unfinished epoch', async () => {
    const network = compiled();
    const controller = new AbortController();
    let batches = 0;
    let ended = false;
    const { epoch } = await network.fit(X, Y, {
      ...quiet,
      batchSize: 2,
      epochs: 5,
      signal: controller.signal,
      callbacks: {
        onBatchEnd: () => {
          if (++batches === 6) controller.abort();
        },
        onTrainEnd: () => void (ended = true),
      },
    });
    expect([epoch, batches, ended]).toEqual([[0], 6, true]);
  });

  test('terminateOnNaN ends training', async () => {
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const network = compiled();
    const { history } = await network.fit(X, new Float32Array(8).fill(NaN), {
      ...quiet,
      epochs: 3,
      callbacks: [terminateOnNaN()],
    });
    write.mockRestore();
    expect(history['loss']).toEqual([NaN]);
  });

  test('a model that can be saved can be checkpointed', async () => {
    const network = compiled();
    const saved: string[] = [];
    jest.spyOn(network, 'saveWeights').mockImplementation((path) => {
      saved.push(path as string);
      return Promise.resolve();
    });
    const checkpoint = modelCheckpoint({ filepath: 'w{epoch}.npz', saveWeightsOnly: true });
    await network.fit(X, Y, { ...quiet, epochs: 2, callbacks: checkpoint });
    expect(saved).toEqual(['w1.npz', 'w2.npz']);
  });
});

describe('models of your own', () => {
  class Perceptron extends Model {
    hidden = dense({ units: 5, activation: 'relu' });
    out = dense({ units: 1 });

    override call(x: tf.Tensor): tf.Tensor {
      return this.out.apply(this.hidden.apply(x));
    }
  }

  test('are built by the first batch', async () => {
    const network = new Perceptron();
    network.compile({ optimizer: adam(), loss: 'mse' });
    const { history } = await network.fit(X, Y, { ...quiet, epochs: 2 });
    expect(history['loss']![1]).toBeLessThan(history['loss']![0]!);
  });

  test('may have a step of their own', async () => {
    class Own extends Perceptron {
      override trainStep(data: StepData): StepLogs {
        super.trainStep(data);
        return { weights: tf.scalar(this.trainableWeights.length) };
      }
    }
    const network = new Own();
    network.compile({ optimizer: adam(), loss: 'mse' });
    const before = tf.memory().numTensors;
    const { history } = await network.fit(X, Y, { ...quiet, epochs: 2, batchSize: 3 });
    expect(history).toEqual({ weights: [4, 4] });
    // six variables of Adam and four weights came into being
    expect(tf.memory().numTensors).toBe(before + 4 + 8);
  });

  test('may train on penalties alone', async () => {
    class Shrink extends Layer {
      override call(x: tf.Tensor): tf.Tensor {
        this.addLoss(tf.mean(tf.square(x)));
        return x;
      }
    }
    const features = input({ shape: [4] });
    const network = model({
      inputs: features,
      outputs: new Shrink().apply(dense({ units: 2 }).apply(features)),
    });
    network.compile({ optimizer: sgd({ learningRate: 0.1 }) });
    const { history } = await network.fit(X, null, { ...quiet, epochs: 3 });
    expect(history['loss']![2]).toBeLessThan(history['loss']![0]!);
  });

  test('frozen weights stay', async () => {
    const network = build();
    network.layers[0]!.trainable = false;
    network.compile({ optimizer: adam(), loss: 'mse' });
    const [before] = network.getWeights();
    await network.fit(X, Y, quiet);
    const [after] = network.getWeights();
    expect(await after!.data()).toEqual(await before!.data());
  });
});

describe('what is wrong is said', () => {
  const fitting = (options: object) => compiled().fit(X, Y, { ...quiet, ...options });

  test('options', async () => {
    await expect(build().fit(X, Y)).rejects.toThrow(/is not compiled. Call compile/);
    await expect(fitting({ epoch: 3 })).rejects.toThrow(/unknown option "epoch". Did you mean/);
    await expect(fitting({ batchSize: 0 })).rejects.toThrow(/"batchSize" must be a positive/);
    await expect(fitting({ epochs: -1 })).rejects.toThrow(/"epochs" must be a whole number/);
    await expect(fitting({ verbose: 3 })).rejects.toThrow(/"verbose" must be 0, 1, 2/);
    await expect(fitting({ shuffle: 'all' })).rejects.toThrow(/"shuffle" must be/);
    await expect(fitting({ yieldEvery: 'day' })).rejects.toThrow(/"yieldEvery" must be/);
    await expect(fitting({ classWeight: { a: 1 } })).rejects.toThrow(/maps class numbers/);
    await expect(
      fitting({ classWeight: { 0: 1 }, sampleWeight: new Float32Array(8) }),
    ).rejects.toThrow(/at the same time/);
    expect(() => build().compile({ optimiser: 'sgd' } as object)).toThrow(
      /Did you mean "optimizer"/,
    );
    await expect(compiled().evaluate(X, Y, { step: 1 } as object)).rejects.toThrow(/"step"/);
    expect(() => compiled().predict(X, { batch: 1 } as object)).toThrow(/"batch"/);
  });

  test('shapes, with the output and the loss', async () => {
    const network = sequential({
      layers: [dense({ units: 3, activation: 'softmax', name: 'kind', inputShape: [4] })],
    });
    const fit = async (loss: string, y: unknown[]) => {
      network.compile({ optimizer: 'sgd', loss });
      await network.fit(X, y as number[], quiet);
    };
    const oneHot = Array.from({ length: 8 }, () => [1, 0, 0]);
    await expect(fit('sparseCategoricalCrossentropy', oneHot)).rejects.toThrow(
      /Output "kind": sparseCategoricalCrossentropy.*\[8, 3\].*categoricalCrossentropy/,
    );
    await expect(fit('categoricalCrossentropy', [0, 1, 2, 0, 1, 2, 0, 1])).rejects.toThrow(
      /Output "kind": categoricalCrossentropy.*sparseCategoricalCrossentropy/,
    );
    await expect(fit('mse', [1, 2])).rejects.toThrow(/received x: 8, y: 2/);
    network.compile({ optimizer: 'sgd', loss: { knid: 'mse' } });
    await expect(network.fit(X, Y, quiet)).rejects.toThrow(/Did you mean "kind"/);
    network.compile({ optimizer: 'sgd', loss: 'mse' });
    await expect(network.fit(X, null, quiet)).rejects.toThrow(/no labels for it/);
    network.compile({ optimizer: 'sgd' });
    await expect(network.fit(X, Y, quiet)).rejects.toThrow(/no loss to train on/);
  });

  test('data', async () => {
    const network = compiled();
    const none = function* () {};
    await expect(network.fit(none, null, quiet)).rejects.toThrow(/no batches/);
    await expect(network.evaluate(none, null, quiet)).rejects.toThrow(/no batches/);
    await expect(network.fit(none, null, { ...quiet, batchSize: 3 })).rejects.toThrow(
      /come in batches, so "batchSize" cannot be given/,
    );
    await expect(network.fit(none, { ...quiet, validationSplit: 0.5 })).rejects.toThrow(
      /validationSplit needs arrays/,
    );
  });

  test('and no tensors stay when a step fails', async () => {
    const network = compiled();
    await network.fit(X, Y, quiet);
    const before = tf.memory().numTensors;
    await expect(network.fit(X, [[1, 2, 3]], quiet)).rejects.toThrow();
    const wide = { data: new Float32Array(24), shape: [8, 3] };
    network.compile({ optimizer: sgd(), loss: 'categoricalCrossentropy' });
    const compiledBefore = tf.memory().numTensors;
    await expect(network.fit(X, wide, quiet)).rejects.toThrow(/Output/);
    expect(tf.memory().numTensors).toBe(compiledBefore);
    expect(before).toBeGreaterThan(0);
  });
});
