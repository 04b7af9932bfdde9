import { camelCaseKeys } from '@ibexjs/core';
import {
  goldenTensor,
  readFixture,
  testBackends,
  useTestBackend,
  type GoldenSpec,
} from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { getLoss, MeanSquaredError, serializeLoss } from './index.js';

interface Run {
  reduction: string;
  weight: GoldenSpec | null;
  value: number[];
  gradient?: number[];
}

interface Case {
  loss: string;
  options: Record<string, unknown>;
  yTrue: GoldenSpec;
  yPred: GoldenSpec;
  config: Record<string, unknown>;
  samples: { shape: number[]; values: number[] };
  runs: Run[];
}

interface MaskedCase extends Run {
  yTrue: GoldenSpec;
  yPred: GoldenSpec;
  mask: number[];
}

const { cases, masked } = readFixture<{ cases: Case[]; masked: MaskedCase[] }>(
  import.meta.url,
  '../fixtures/losses.json',
);

/** Largest difference, relative to the largest expected magnitude (at least 1). */
function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(0, ...expected.map((v, i) => Math.abs(v - actual[i]!))) / scale;
}

function describeCase({ loss, options, yTrue, yPred }: Case): string {
  return `${loss} ${JSON.stringify(options)} of ${yTrue.kind} [${yTrue.shape.join(', ')}], ${yPred.kind} [${yPred.shape.join(', ')}]`;
}

describe.each(testBackends)('losses against Keras on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(cases.map((c) => [describeCase(c), c] as const))('%s', async (_, c) => {
    const before = tf.memory().numTensors;
    const [yTrue, yPred] = [goldenTensor(c.yTrue), goldenTensor(c.yPred)];
    const options = camelCaseKeys(c.options);

    const samples = tf.tidy(() => getLoss(c.loss, options).call(yTrue, yPred));
    expect(samples.shape).toEqual(c.samples.shape);
    expect(difference(await samples.data(), c.samples.values)).toBeLessThan(1e-5);
    samples.dispose();

    for (const run of c.runs) {
      const loss = getLoss(c.loss, { ...options, reduction: run.reduction });
      const weight = run.weight && goldenTensor(run.weight);
      const value = loss.apply(yTrue, yPred, weight);
      expect(difference(await value.data(), run.value)).toBeLessThan(1e-5);
      if (run.gradient) {
        const gradient = tf.tidy(() => tf.grad((x) => tf.sum(loss.apply(yTrue, x, weight)))(yPred));
        expect(difference(await gradient.data(), run.gradient)).toBeLessThan(1e-4);
        gradient.dispose();
      }
      tf.dispose([value, weight ?? []]);
    }
    tf.dispose([yTrue, yPred]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(masked)('mask with $reduction, weight $weight.kind', async (c) => {
    const value = tf.tidy(() => {
      const mask = tf.tensor2d(c.mask, [2, 3], 'bool');
      return new MeanSquaredError({ reduction: c.reduction }).apply(
        goldenTensor(c.yTrue),
        goldenTensor(c.yPred),
        c.weight && goldenTensor(c.weight),
        mask,
      );
    });
    expect(difference(await value.data(), c.value)).toBeLessThan(1e-5);
    value.dispose();
  });
});

test.each(cases.map((c) => [describeCase(c), c] as const))('config of %s', (_, c) => {
  const loss = getLoss({ class_name: c.loss, config: { ...c.config, ...c.options } });
  // Keras reads but does not write delta of Huber and axis of CosineSimilarity
  expect(loss.getConfig()).toEqual({ ...c.config, ...c.options });
  expect(getLoss(serializeLoss(loss)).getConfig()).toEqual(loss.getConfig());
});
