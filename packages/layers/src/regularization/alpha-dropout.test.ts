import { beforeAll, expect, test } from '@jest/globals';
import { ValueError } from '@ibexjs/core';
import { readFixture, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { AlphaDropout, alphaDropout } from './alpha-dropout.js';

testLayer({
  layer: AlphaDropout,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/AlphaDropout.json'),
});

beforeAll(() => useTestBackend('cpu'));

test('keeps mean 0 and variance 1', () => {
  const layer = alphaDropout({ rate: 0.2, seed: 1 });
  // ±1 in turn: mean 0, variance 1
  const signs = tf.tensor1d(Array.from({ length: 20000 }, (_, i) => (i % 2 === 0 ? 1 : -1)));
  const { mean, variance } = tf.moments(layer.apply(signs, { training: true }));
  expect(mean.dataSync()[0]).toBeCloseTo(0, 1);
  expect(variance.dataSync()[0]).toBeCloseTo(1, 1);
  layer.dispose();
});

test('a rate outside 0 to 1 is an error', () => {
  expect(() => alphaDropout({ rate: -0.1 })).toThrow(ValueError);
});
