import { ShapeError, ValueError } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { RandomWidth, randomWidth, type RandomWidthOptions } from './random-width.js';

describe.each(testBackends)('RandomWidth on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('resizes in training alone, the same for the same seed', () => {
    const x = tf.randomUniform([2, 3, 20, 1], 0, 1, 'float32', 3);
    const widths = (training: boolean) => {
      const layer = randomWidth({ factor: 0.3, seed: 5 });
      return Array.from({ length: 30 }, () => {
        const y = layer.apply<tf.Tensor>(x, { training });
        expect([y.shape[0], y.shape[1], y.shape[3]]).toEqual([2, 3, 1]);
        y.dispose();
        return y.shape[2]!;
      });
    };
    const before = tf.memory().numTensors;
    const drawn = widths(true);
    expect(tf.memory().numTensors).toBe(before);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(14);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(26);
    expect(new Set(drawn).size).toBeGreaterThan(5);
    expect(widths(true)).toEqual(drawn);
    expect(new Set(widths(false))).toEqual(new Set([20]));
    x.dispose();
  });

  test('interpolates', () => {
    tf.tidy(() => {
      const x = tf.tensor4d([0, 2], [1, 1, 2, 1]);
      const wider = (interpolation: 'bilinear' | 'nearest') => {
        const layer = randomWidth({ factor: [1, 1], interpolation });
        return Array.from(layer.apply<tf.Tensor>(x, { training: true }).dataSync());
      };
      expect(wider('bilinear')).toEqual([0, 0.5, 1.5, 2]);
      expect(wider('nearest')).toEqual([0, 0, 2, 2]);
    });
  });
});

test('its config makes it again; the width is unknown beforehand', () => {
  const layer = randomWidth({ factor: [-0.1, 0.2], interpolation: 'nearest', seed: 1 });
  expect(RandomWidth.fromConfig(layer.getConfig()).getConfig()).toEqual(layer.getConfig());
  expect(layer.computeOutputShape([null, 4, 5, 3])).toEqual([null, 4, null, 3]);
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['a negative factor', () => randomWidth({ factor: -0.1 }), ValueError],
  ['no factor', () => randomWidth({} as RandomWidthOptions), ValueError],
  ['factors in the wrong order', () => randomWidth({ factor: [0.2, 0.1] }), ValueError],
  ['a factor below -1', () => randomWidth({ factor: [-2, 0] }), ValueError],
  ['rank', () => randomWidth({ factor: 0.1 }).apply(tf.zeros([2, 3])), ShapeError],
])('refuses %s', (_name, run, error) => {
  expect(run).toThrow(error);
});
