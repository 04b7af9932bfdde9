import { Variable } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import {
  Adam,
  adam,
  AdamW,
  CosineDecay,
  Ftrl,
  getOptimizer,
  Lion,
  LossScaleOptimizer,
  MultiOptimizer,
  Optimizer,
  OptimizerMap,
  registerOptimizer,
  serializeOptimizer,
  sgd,
  SGD,
  type Target,
} from './index.js';

beforeAll(() => useTestBackend('cpu'));

describe.each(testBackends)('minimize on %s', (backend) => {
  beforeEach(() => useTestBackend(backend));

  test.each(['sgd', 'adam', 'rmsprop', 'adagrad', 'lion', 'nadam', 'muon'])(
    '%s lowers a loss of bare tfjs variables and leaves no tensors',
    (id) => {
      const w = tf.variable(tf.tensor1d([3, -2]));
      const loss = () => tf.sum<tf.Scalar>(tf.square(tf.sub(w, 1)));
      const optimizer = getOptimizer(id, { learningRate: 0.05 });
      const first = optimizer.minimize(loss, true, [w])!;
      const before = tf.memory().numTensors;
      for (let i = 0; i < 20; i++) expect(optimizer.minimize(loss, false, [w])).toBeNull();
      expect(tf.memory().numTensors).toBe(before);
      const last = optimizer.minimize(loss, true)!;
      expect(last.dataSync()[0]).toBeLessThan(first.dataSync()[0]!);
      tf.dispose([first, last, w]);
      optimizer.dispose();
    },
  );
});

test('minimize finds the variables that the loss depends on', () => {
  const used = tf.variable(tf.scalar(2));
  const unused = tf.variable(tf.scalar(2));
  const optimizer = sgd(0.5);
  const loss = () => tf.square(used) as tf.Scalar;
  const cost = optimizer.minimize(loss, true)!;
  expect(cost.dataSync()[0]).toBe(4);
  expect(used.dataSync()[0]).toBe(0);
  expect(unused.dataSync()[0]).toBe(2);
  optimizer.dispose();
  tf.dispose([used, unused, cost]);
});

test('minimize returns the unscaled loss and applies the unscaled gradient', () => {
  for (const optimizer of [
    new SGD({ learningRate: 0.25, lossScaleFactor: 16 }),
    new LossScaleOptimizer(new SGD({ learningRate: 0.25 })),
  ]) {
    const w = tf.variable(tf.scalar(2));
    const cost = optimizer.minimize(() => tf.square(w), true, [w])!;
    expect(cost.dataSync()[0]).toBe(4);
    expect(w.dataSync()[0]).toBe(1);
    optimizer.dispose();
    tf.dispose([w, cost]);
  }
});

describe('learning rate', () => {
  test('is a number that can be set, over a variable', async () => {
    const optimizer = adam();
    expect(optimizer.learningRate).toBe(0.001);
    optimizer.learningRate = 0.5;
    expect(optimizer.learningRate).toBe(0.5);
    expect(optimizer.variables[1]!.read().dataSync()[0]).toBe(0.5);
    optimizer.variables[1]!.assign(tf.scalar(0.25));
    expect(await optimizer.syncLearningRate()).toBe(0.25);
    expect(optimizer.learningRate).toBe(0.25);
  });

  test('stays 0.001 when the variable holds its nearest float', async () => {
    const optimizer = adam();
    expect(await optimizer.syncLearningRate()).toBe(0.001);
  });

  test('comes from a schedule, which forbids setting it', () => {
    const schedule = new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10 });
    const optimizer = new SGD({ learningRate: schedule });
    expect(optimizer.learningRate).toBe(schedule);
    expect(optimizer.variables.map((v) => v.name)).toEqual(['iteration']);
    expect(() => (optimizer.learningRate = 0.1)).toThrow(/a schedule decides/);
    const copy = getOptimizer(serializeOptimizer(optimizer));
    expect(copy.learningRate).toBeInstanceOf(CosineDecay);
    const rate = copy.learningRateTensor();
    expect(rate.dataSync()[0]).toBeCloseTo(0.1, 6);
  });
});

describe('state', () => {
  test('moved to a new optimizer goes on as if never interrupted', () => {
    const run = (interrupted: boolean) => {
      const w = new Variable(tf.tensor1d([1, 2]), { path: 'w' });
      let optimizer = adam(0.1);
      for (let step = 0; step < 6; step++) {
        if (interrupted && step === 3) {
          const next = adam(0.1);
          next.build([w]);
          next.setWeights(optimizer.variables.map((v) => v.read()));
          optimizer = next;
        }
        optimizer.apply([tf.tensor1d([step, -1])], [w]);
      }
      return [...w.read().dataSync()];
    };
    expect(run(true)).toEqual(run(false));
  });

  test('setWeights wants all of them', () => {
    const optimizer = adam();
    expect(() => optimizer.setWeights([])).toThrow(/has 2 variables, received 0/);
  });

  test('constraints hold after each step', () => {
    const nonNegative = { apply: (value: tf.Tensor) => tf.relu(value) };
    const w = new Variable(tf.tensor1d([0.1, 1]), { constraint: nonNegative });
    sgd(1).apply([tf.tensor1d([0.5, 0.5])], [w]);
    expect([...w.read().dataSync()]).toEqual([0, 0.5]);
  });

  test('excludeFromWeightDecay leaves variables alone', () => {
    const [a, b, c] = ['kernel', 'bias', 'other'].map(
      (path) => new Variable(tf.scalar(1), { path }),
    );
    const optimizer = new SGD({ learningRate: 1, weightDecay: 0.5 });
    optimizer.excludeFromWeightDecay({ variables: [c!], names: ['bias'] });
    const none = tf.scalar(0);
    optimizer.apply([none, none, none], [a!, b!, c!]);
    expect([a, b, c].map((v) => v!.read().dataSync()[0])).toEqual([0.5, 1, 1]);
    expect(() => optimizer.excludeFromWeightDecay()).toThrow(/before the optimizer is built/);
  });
});

test('an optimizer of your own needs updateStep alone', () => {
  class SignDescent extends Optimizer {
    static override readonly className = 'SignDescent';
    constructor(options: { learningRate?: number } = {}) {
      super(options, 0.1);
    }
    protected updateStep(gradient: tf.Tensor, variable: Target, learningRate: tf.Tensor) {
      this.assign(variable, tf.sub(variable.val, tf.mul(tf.sign(gradient), learningRate)));
    }
  }
  registerOptimizer(SignDescent);
  const w = tf.variable(tf.scalar(1));
  getOptimizer('signDescent', { learningRate: 0.25 }).apply([tf.scalar(-9)], [w]);
  expect(w.dataSync()[0]).toBe(1.25);
});

describe('MultiOptimizer', () => {
  const make = () =>
    new MultiOptimizer(
      new OptimizerMap(new SGD(), { 'dense.*': new Adam(), '.*bias': new Lion() }),
    );

  test('round-trips its config', () => {
    const stored = serializeOptimizer(make());
    expect(getOptimizer(stored).getConfig()).toEqual(stored.config);
  });

  test('refuses a variable that two patterns fit, and a common learning rate', () => {
    const optimizer = make();
    const bias = new Variable(tf.scalar(1), { path: 'dense/bias' });
    expect(() => optimizer.build([bias])).toThrow(/several optimizers/);
    expect(() => optimizer.learningRate).toThrow(/no learning rate/);
    expect(() => new MultiOptimizer(new OptimizerMap(make()))).toThrow(/wraps optimizers itself/);
  });
});

test('LossScaleOptimizer round-trips its config', () => {
  const stored = serializeOptimizer(new LossScaleOptimizer(adam(), { initialScale: 4 }));
  expect(getOptimizer(stored).getConfig()).toEqual(stored.config);
});

describe('bad input', () => {
  test('names', () => {
    expect(getOptimizer('AdamW')).toBeInstanceOf(AdamW);
    expect(getOptimizer('adamw')).toBeInstanceOf(AdamW);
    expect(() => getOptimizer('adm')).toThrow(/did you mean "adam"/i);
    expect(() => getOptimizer(undefined as unknown as string)).toThrow(/An optimizer is a name/);
  });

  test('options', () => {
    expect(() => getOptimizer('adam', { beta: 0.9 })).toThrow(/Did you mean "beta1"/);
    expect(() => new SGD({ clipnorm: 1, clipvalue: 1 })).toThrow(/only one of clipnorm/);
    expect(() => new SGD({ momentum: 2 })).toThrow(/"momentum" must lie in \[0, 1\]/);
    expect(() => new SGD({ gradientAccumulationSteps: 1 })).toThrow(/from 2 on/);
    expect(() => new SGD({ useEma: true, emaMomentum: 2 })).toThrow(/"emaMomentum"/);
    expect(() => new SGD({ emaOverwriteFrequency: 0 })).toThrow(/"emaOverwriteFrequency"/);
    expect(() => new SGD({ learningRate: 'fast' as unknown as number })).toThrow(/learning rate/);
    expect(() => new AdamW({ weightDecay: null })).toThrow(/"weightDecay" must be a number/);
    expect(() => new Ftrl({ learningRatePower: 1 })).toThrow(/"learningRatePower"/);
    expect(() => new Ftrl({ l1RegularizationStrength: -1 })).toThrow(/"l1RegularizationStrength"/);
    expect(() => new Lion({ beta1: 0 })).toThrow(/"beta1"/);
  });

  test('gradients and variables', () => {
    const w = new Variable(tf.zeros([2]), { path: 'dense/kernel' });
    const v = new Variable(tf.zeros([2]), { path: 'other' });
    const g = tf.zeros([2]);
    expect(() => sgd().apply([g])).toThrow(/say which variables/);
    expect(() => sgd().apply([g], [w, v])).toThrow(/1 gradients for 2 variables/);
    expect(() => sgd().apply([tf.zeros([3])], [w])).toThrow(
      /dense\/kernel has shape \[2\] but its gradient has shape \[3\]/,
    );
    expect(() => sgd().apply([null], [w])).toThrow(/does not depend on dense\/kernel/);
    const optimizer = sgd();
    optimizer.apply([g], [w]);
    expect(() => optimizer.apply([g], [v])).toThrow(/does not know variable other/);
    optimizer.apply([], []);
  });

  test('a variable without a gradient is left alone, and said once', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const [a, b] = ['a', 'b'].map((path) => new Variable(tf.scalar(1), { path }));
    const optimizer = sgd(1);
    optimizer.apply([tf.scalar(1), null], [a!, b!]);
    optimizer.apply([tf.scalar(1), null], [a!, b!]);
    expect([a, b].map((v) => v!.read().dataSync()[0])).toEqual([-1, 1]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
