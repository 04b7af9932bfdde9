import { beforeAll, describe, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, testLayer, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { gaussianDropout } from './gaussian-dropout.js';
import { GaussianNoise, gaussianNoise } from './gaussian-noise.js';
import { spatialDropout1d } from './spatial-dropout1d.js';

testLayer({
  layer: GaussianNoise,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/GaussianNoise.json'),
});

describe.each(testBackends)('noise on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test.each([
    ['GaussianNoise', () => gaussianNoise({ stddev: 0.5, seed: 1 }), 0.5],
    ['GaussianDropout', () => gaussianDropout({ rate: 0.2, seed: 1 }), 0.5],
  ] as const)('%s has its mean and deviation', (_name, make, stddev) => {
    const layer = make();
    const { mean, variance } = tf.moments(layer.apply(tf.ones([100, 100]), { training: true }));
    expect(mean.dataSync()[0]).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance.dataSync()[0]!)).toBeCloseTo(stddev, 1);
    layer.dispose();
  });

  test('SpatialDropout1D drops whole channels', () => {
    const layer = spatialDropout1d({ rate: 0.5, seed: 1 });
    const y = layer.apply(tf.ones([3, 4, 20]), { training: true });
    const first = tf.slice(y, [0, 0, 0], [3, 1, 20]);
    expect(tf.max(tf.abs(tf.sub(y, first))).dataSync()[0]).toBe(0);
    expect(new Set(y.dataSync())).toEqual(new Set([0, 2]));
    layer.dispose();
  });

  test('bad options', () => {
    expect(() => gaussianNoise({ stddev: -1 })).toThrow(ValueError);
    expect(() => gaussianNoise({ rate: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => gaussianDropout({ rate: 2 })).toThrow(ValueError);
    expect(() => spatialDropout1d({ rate: 2 })).toThrow(ValueError);
  });
});
