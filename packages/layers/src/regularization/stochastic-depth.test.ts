import { expect, test } from '@jest/globals';
import { setRandomSeed } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { StochasticDepth, stochasticDepth } from './stochastic-depth.js';

testLayer({
  layer: StochasticDepth,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/StochasticDepth.json'),
});

test('in training, samples stand or fall whole, and the mean stays', async () => {
  await useTestBackend('cpu');
  setRandomSeed(3);
  const layer = stochasticDepth({ dropPathRate: 0.25 });
  const outputs = layer.apply(tf.ones([4000, 2]), { training: true });
  const values = await outputs.data();
  const rows = Array.from({ length: 4000 }, (_, i) => values.slice(2 * i, 2 * i + 2).join());
  const scaled = Math.fround(4 / 3);
  expect(new Set(rows)).toEqual(new Set(['0,0', `${scaled},${scaled}`]));
  const kept = rows.filter((row) => row !== '0,0').length / rows.length;
  expect(Math.abs(kept - 0.75)).toBeLessThan(0.03);
});
