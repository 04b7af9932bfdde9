import { beforeEach, describe, expect, test } from '@jest/globals';
import { ShapeError, StateError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { Normalization, normalization } from './normalization.js';

testLayer({
  layer: Normalization,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/Normalization.json'),
});

const near = (values: Iterable<number>) =>
  Array.from(values, (value): unknown => expect.closeTo(value, 4));

describe.each(testBackends)('Normalization learns on %s', (backend) => {
  let rows: tf.Tensor;
  beforeEach(async () => {
    await useTestBackend(backend);
    rows = tf.tensor2d([
      [1, 10],
      [3, 30],
      [5, 20],
    ]);
  });
  const expected = [
    [3, 20],
    [8 / 3, 200 / 3],
  ];

  test.each([
    ['a tensor', () => rows],
    ['batches of unequal sizes', () => tf.split(rows, [2, 1])],
  ])('from %s', async (_what, data) => {
    const layer = normalization();
    await layer.adapt(data());
    const [mean, variance] = [layer.adaptMean!, layer.adaptVariance!];
    expect(Array.from(await mean.read().data())).toEqual(near(expected[0]!));
    expect(Array.from(await variance.read().data())).toEqual(near(expected[1]!));
    const back = normalization({ mean: expected[0]!, variance: expected[1]!, invert: true });
    expect(Array.from(await back.apply(layer.apply(rows)).data())).toEqual(near(await rows.data()));
  });

  test('and leaves no tensors behind', async () => {
    const layer = normalization({ axis: [] });
    layer.build([null, 2]);
    const before = tf.memory().numTensors;
    await layer.adapt(rows);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('refuses what it cannot learn from', async () => {
    await expect(normalization().adapt([])).rejects.toThrow(ValueError);
    await expect(normalization({ mean: 0, variance: 1 }).adapt(rows)).rejects.toThrow(StateError);
    const layer = normalization();
    layer.build([null, 3]);
    await expect(layer.adapt(rows)).rejects.toThrow(ShapeError);
    expect(() => normalization({ mean: 0 })).toThrow(ValueError);
    expect(() => normalization({ mean: [0], variance: [1, 2] })).toThrow(ValueError);
  });
});
