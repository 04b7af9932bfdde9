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

import { getMetric, serializeMetric } from './index.js';

interface Case {
  metric: string;
  options: Record<string, unknown>;
  /** Batches: labels, predictions (Mean and Sum have none), weights. */
  updates: (GoldenSpec | null)[][];
  results: { shape: number[]; values: number[] }[];
  variables: [string, number[]][];
  config: Record<string, unknown>;
}

const cases = readFixture<Case[]>(import.meta.url, '../fixtures/metrics.json');

function describeCase({ metric, options, updates }: Case): string {
  const [batch] = updates;
  const shapes = batch!.map((s) => (s ? `${s.kind} [${s.shape.join(', ')}]` : 'none'));
  return `${metric} ${JSON.stringify(options)} of ${shapes.join(', ')}`;
}

const named = cases.map((c) => [describeCase(c), c] as const);

describe.each(testBackends)('metrics against Keras on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each(named)('%s', async (_, c) => {
    const before = tf.memory().numTensors;
    const metric = getMetric(c.metric, camelCaseKeys(c.options));
    for (const [i, update] of c.updates.entries()) {
      const batch = update.map((s) => s && goldenTensor(s));
      metric.updateState(...batch);
      const result = metric.result();
      const expected = c.results[i]!;
      expect(result.shape).toEqual(expected.shape);
      const values = await result.data();
      const scale = Math.max(1, ...expected.values.map(Math.abs));
      expected.values.forEach((v, j) => {
        if (Number.isNaN(v)) expect(values[j]).toBeNaN();
        else expect(Math.abs(values[j]! - v) / scale).toBeLessThan(1e-5);
      });
      result.dispose();
      for (const t of batch) t?.dispose();
    }
    expect(metric.variables.map((v) => [v.name, v.shape])).toEqual(c.variables);
    metric.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(named)('config of %s', (_, c) => {
  const metric = getMetric({ class_name: c.metric, config: { ...c.config, ...c.options } });
  // Keras counts whole numbers as int64, which tfjs lacks; it reads but does not write axis of
  // CosineSimilarity
  const expected = { ...c.config, ...c.options };
  if (expected['dtype'] === 'int64') expected['dtype'] = 'int32';
  expect(metric.getConfig()).toEqual(expected);
  expect(getMetric(serializeMetric(metric)).getConfig()).toEqual(metric.getConfig());
});
