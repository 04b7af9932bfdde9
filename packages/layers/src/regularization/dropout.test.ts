import { beforeAll, describe, expect, test } from '@jest/globals';
import { SeedGenerator, setRandomSeed, UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { dropOut, Dropout, dropout } from './dropout.js';

testLayer({
  layer: Dropout,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Dropout.json'),
});

describe.each(testBackends)('Dropout at random on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));
  const x = () => tf.ones([200, 50]);

  test('drops its part and keeps the mean', () => {
    const layer = dropout({ rate: 0.3, seed: 1 });
    const values = layer.apply(x(), { training: true }).dataSync();
    const zeros = values.filter((v) => v === 0).length / values.length;
    expect(zeros).toBeCloseTo(0.3, 1);
    for (const value of new Set(values))
      expect([0, 1 / 0.7]).toContainEqual(expect.closeTo(value, 5));
    layer.dispose();
  });

  test('every call has another mask, the same ones for the same seed', () => {
    const run = (seed: number | undefined) => {
      const layer = dropout({ rate: 0.5, ...(seed !== undefined && { seed }) });
      const calls = [1, 2].map(() => layer.apply(x(), { training: true }).dataSync());
      layer.dispose();
      return calls;
    };
    const [first, second] = run(0);
    expect(first).not.toEqual(second);
    expect(run(0)).toEqual([first, second]);
    setRandomSeed(3);
    const unseeded = run(undefined);
    setRandomSeed(3);
    expect(run(undefined)).toEqual(unseeded);
  });

  test('entries of one place in noiseShape fall together', () => {
    const layer = dropout({ rate: 0.5, noiseShape: [null, 1], seed: 2 });
    const rows = layer.apply(tf.ones([20, 4]), { training: true }).arraySync() as number[][];
    for (const row of rows) expect(new Set(row).size).toBe(1);
    expect(new Set(rows.flat()).size).toBe(2);
    layer.dispose();
  });

  test('rate 1 gives zeros', () => {
    const layer = dropout({ rate: 1 });
    expect([...layer.apply(tf.ones([3]), { training: true }).dataSync()]).toEqual([0, 0, 0]);
    layer.dispose();
  });

  test('the gradient passes through what is kept', () => {
    const generator = new SeedGenerator(4);
    const layer = dropout({ rate: 0.5, seed: 4 });
    const kept = dropOut(tf.ones([30]), 0.5, generator).dataSync();
    const gradient = tf.grad((t: tf.Tensor) => tf.sum(layer.apply(t, { training: true })))(
      tf.ones([30]),
    );
    expect(gradient.dataSync()).toEqual(kept);
    generator.dispose();
    layer.dispose();
  });
});

test('bad options', () => {
  expect(() => dropout({ rate: 1.5 })).toThrow(ValueError);
  expect(() => dropout({ rate: '0.5' as never })).toThrow(ValueError);
  expect(() => dropout({ rate: 0.5, noise_shape: [1] } as never)).toThrow(UnknownOptionError);
});
