import { camelCaseKeys, Variable } from '@ibexjs/core';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import {
  Adam,
  getOptimizer,
  LossScaleOptimizer,
  MultiOptimizer,
  type Optimizer,
  OptimizerMap,
  serializeOptimizer,
  SGD,
} from './index.js';

interface Trajectory {
  /** Weights after steps 1, 2, 3, 6 and 10. */
  steps: number[][][];
  /** Weights after `finalizeVariableValues`. */
  final: number[][];
  variables: [string, number[]][];
  state: number[][];
}

interface Case extends Trajectory {
  optimizer: string;
  options: Record<string, unknown>;
  config: Record<string, unknown> | null;
}

const SHAPES: [string, number[]][] = [
  ['dense/kernel', [4, 3]],
  ['dense/bias', [3]],
  ['embedding/embeddings', [3, 5]],
];
const KEPT = [1, 2, 3, 6, 10];

const cases = ['optimizers', 'schedule-free'].flatMap((file) =>
  readFixture<Case[]>(import.meta.url, `../fixtures/${file}.json`),
);
const wrappers = readFixture<{ lossScale: Trajectory; multi: Trajectory }>(
  import.meta.url,
  '../fixtures/wrappers.json',
);
const named = cases.map((c) => [`${c.optimizer} ${JSON.stringify(c.options)}`, c] as const);

function formulaTensor(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed), shape);
}

/** Differences relative to the largest expected magnitude, at least 1. */
async function expectClose(variable: Variable, expected: number[]): Promise<void> {
  const values = await variable.read().data();
  const scale = Math.max(1, ...expected.map(Math.abs));
  expect(values).toHaveLength(expected.length);
  expected.forEach((v, i) => expect(Math.abs(values[i]! - v) / scale).toBeLessThan(1e-5));
}

/** Runs the ten steps of the fixture, and compares weights and state on the way. */
async function expectTrajectory(
  optimizer: Optimizer,
  expected: Trajectory,
  infiniteAt = 0,
): Promise<void> {
  const expectAllClose = (found: readonly Variable[], values: number[][]) =>
    Promise.all(found.map((v, i) => expectClose(v, values[i]!)));
  const variables = SHAPES.map(([path, shape], i) => {
    const initial = formulaTensor(shape, i + 1);
    const variable = new Variable(initial, { name: path.split('/')[1]!, path });
    initial.dispose();
    return variable;
  });
  optimizer.build(variables);
  const before = tf.memory().numTensors;
  for (let step = 1; step <= 10; step++) {
    const gradients = SHAPES.map(([, shape], i) => formulaTensor(shape, 10 * step + i));
    if (step === infiniteAt) {
      const infinite = tf.tidy(() => tf.mul(gradients[1]!, Infinity));
      gradients[1]!.dispose();
      gradients[1] = infinite;
    }
    optimizer.apply(gradients, variables);
    tf.dispose(gradients);
    const kept = KEPT.indexOf(step);
    if (kept >= 0) await expectAllClose(variables, expected.steps[kept]!);
  }
  expect(tf.memory().numTensors).toBe(before);
  optimizer.finalizeVariableValues();
  await expectAllClose(variables, expected.final);
  expect(optimizer.variables.map((v) => [v.name, v.shape])).toEqual(expected.variables);
  await expectAllClose(optimizer.variables, expected.state);
  optimizer.dispose();
  for (const variable of variables) variable.dispose();
}

describe.each(testBackends)('optimizers against Keras on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(named)('%s', async (_, c) => {
    const before = tf.memory().numTensors;
    await expectTrajectory(getOptimizer(c.optimizer, camelCaseKeys(c.options)), c);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('LossScaleOptimizer skips a step that is not finite', async () => {
    const inner = new SGD({ learningRate: 0.1, momentum: 0.5, name: 'o' });
    const options = { initialScale: 8, dynamicGrowthSteps: 3, name: 'l' };
    await expectTrajectory(new LossScaleOptimizer(inner, options), wrappers.lossScale, 5);
  });

  test('MultiOptimizer gives each variable its optimizer', async () => {
    const map = new OptimizerMap(new SGD({ learningRate: 0.1 }), {
      'dense/.*': new Adam({ learningRate: 0.01 }),
    });
    await expectTrajectory(new MultiOptimizer(map), wrappers.multi);
  });
});

test.each(named)('config of %s', (_, c) => {
  if (c.config === null) return;
  const optimizer = getOptimizer({ class_name: c.optimizer, config: c.config });
  expect(optimizer.getConfig()).toEqual(c.config);
  const copy = getOptimizer(serializeOptimizer(optimizer));
  expect(copy.getConfig()).toEqual(c.config);
});
