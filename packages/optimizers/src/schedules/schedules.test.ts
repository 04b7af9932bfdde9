import { camelCaseKeys } from '@ibexjs/core';
import { readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import {
  CosineDecay,
  ExponentialDecay,
  getSchedule,
  PiecewiseConstantDecay,
  serializeSchedule,
} from './index.js';

interface Case {
  schedule: string;
  options: Record<string, unknown>;
  config: Record<string, unknown>;
  steps: number[];
  values: number[];
}

const cases = readFixture<Case[]>(import.meta.url, '../../fixtures/schedules.json');
const named = cases.map((c) => [`${c.schedule} ${JSON.stringify(c.options)}`, c] as const);

describe.each(testBackends)('schedules against Keras on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(named)('%s', (_, c) => {
    const schedule = getSchedule({ class_name: c.schedule, config: camelCaseKeys(c.options) });
    const before = tf.memory().numTensors;
    c.steps.forEach((step, i) => {
      const at = tf.scalar(step, 'int32');
      const rate = schedule.call(at);
      expect(rate.shape).toEqual([]);
      expect(rate.dataSync()[0]).toBeCloseTo(c.values[i]!, 6);
      expect(schedule.at(step)).toBeCloseTo(c.values[i]!, 6);
      tf.dispose([at, rate]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(named)('config of %s', (_, c) => {
  const schedule = getSchedule({ class_name: c.schedule, config: c.config });
  expect(schedule.getConfig()).toEqual(c.config);
  expect(getSchedule(serializeSchedule(schedule)).getConfig()).toEqual(c.config);
});

test('schedules refuse what makes no sense', () => {
  const options = { initialLearningRate: 0.1, decaySteps: 0, decayRate: 0.9 };
  expect(() => new ExponentialDecay(options)).toThrow(/"decaySteps" must be a number above 0/);
  expect(() => new PiecewiseConstantDecay({ boundaries: [1, 2], values: [1, 2] })).toThrow(
    /one more value than boundaries/,
  );
  const misspelt = { initialLearningRate: 0.1, decaySteps: 5, warmUpSteps: 3 };
  expect(() => new CosineDecay(misspelt)).toThrow(/Did you mean "warmupSteps"/);
  expect(() => getSchedule({ class_name: 'CosineDecai', config: {} })).toThrow(
    /Did you mean "CosineDecay"/,
  );
});
