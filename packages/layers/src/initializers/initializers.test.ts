import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  NotFoundError,
  SeedGenerator,
  setRandomSeed,
  ShapeError,
  UnknownOptionError,
  ValueError,
} from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import * as initializers from './index.js';

interface Moments {
  mean: number;
  variance: number;
  smallest: number;
  largest: number;
}

function moments(values: ArrayLike<number>): Moments {
  const list = Array.from(values);
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const variance = list.reduce((a, b) => a + (b - mean) ** 2, 0) / list.length;
  const sorted = list.sort((a, b) => a - b);
  return { mean, variance, smallest: sorted[0]!, largest: sorted.at(-1)! };
}

const shape = [120, 80];
const fanAverage = 100;

describe.each(testBackends)('initializers on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  // 9,600 numbers: the variance is good to 3 % or so (2 standard errors)
  test.each<[initializers.Initializer, variance: number, bound: number]>([
    [initializers.randomNormal({ mean: 0, stddev: 0.5, seed: 0 }), 0.25, Infinity],
    [initializers.truncatedNormal({ stddev: 0.5, seed: 1 }), 0.25 * 0.7737413, 1],
    [initializers.randomUniform({ minval: -0.3, maxval: 0.3, seed: 2 }), 0.03, 0.3],
    [initializers.glorotUniform({ seed: 3 }), 1 / fanAverage, Math.sqrt(3 / fanAverage)],
    [initializers.glorotNormal({ seed: 4 }), 1 / fanAverage, 2.28 * Math.sqrt(1 / fanAverage)],
    [initializers.heUniform({ seed: 5 }), 2 / 120, Math.sqrt(6 / 120)],
    [initializers.heNormal({ seed: 6 }), 2 / 120, 2.28 * Math.sqrt(2 / 120)],
    [initializers.lecunUniform({ seed: 7 }), 1 / 120, Math.sqrt(3 / 120)],
    [initializers.lecunNormal({ seed: 8 }), 1 / 120, 2.28 * Math.sqrt(1 / 120)],
    [
      initializers.varianceScaling({
        scale: 3,
        mode: 'fan_out',
        distribution: 'untruncatedNormal',
        seed: 9,
      }),
      3 / 80,
      Infinity,
    ],
  ])('%#: moments and bounds', (initializer, variance, bound) => {
    const before = tf.memory().numTensors;
    const tensor = initializer.apply(shape);
    expect(tf.memory().numTensors).toBe(before + 1);
    const found = moments(tensor.dataSync());
    expect(Math.abs(found.mean)).toBeLessThan(5 * Math.sqrt(variance / 9600));
    expect(found.variance / variance).toBeCloseTo(1, 1);
    expect(Math.max(-found.smallest, found.largest)).toBeLessThanOrEqual(bound * 1.000001);
    const again = initializer.apply(shape);
    expect(again.dataSync()).toEqual(tensor.dataSync());
    tf.dispose([tensor, again]);
  });

  test.each([
    [40, 12],
    [12, 40],
    [3, 3, 2, 5],
  ])('orthogonal %p %p', (...sizes) => {
    const w = initializers.orthogonal({ gain: 2, seed: 0 }).apply(sizes);
    const matrix = tf.reshape<tf.Rank.R2>(w, [-1, sizes.at(-1)!]);
    const wide = matrix.shape[0] < matrix.shape[1];
    const product = tf.matMul(matrix, matrix, !wide, wide);
    const identity = tf.mul(tf.eye(product.shape[0]), 4);
    expect(tf.max(tf.abs(tf.sub(product, identity))).dataSync()[0]).toBeLessThan(1e-5);
  });
});

describe('initializers', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('constants', () => {
    expect([...initializers.zeros().apply([2]).dataSync()]).toEqual([0, 0]);
    expect([...initializers.ones().apply([2], 'int32').dataSync()]).toEqual([1, 1]);
    expect([...initializers.constant(3).apply([2]).dataSync()]).toEqual([3, 3]);
    const identity = initializers.identity({ gain: 2 }).apply([2, 3]);
    expect([...identity.dataSync()]).toEqual([2, 0, 0, 0, 2, 0]);
    expect(() => initializers.identity().apply([2])).toThrow(ShapeError);
  });

  test('stft is a windowed cosine', () => {
    const kernel = initializers.stft({ scaling: null }).apply([5, 1, 3]);
    // frame 2 is the middle of a Hann window (1): cos(-2π·2·f/4)
    const middle = [...kernel.dataSync()].slice(6, 9);
    [1, -1, 1].forEach((value, i) => expect(middle[i]).toBeCloseTo(value, 5));
    expect(() => initializers.stft().apply([5, 2, 3])).toThrow(ShapeError);
  });

  test('fans follow the rule for matrices and kernels', () => {
    expect(initializers.computeFans([])).toEqual([1, 1]);
    expect(initializers.computeFans([7])).toEqual([7, 7]);
    expect(initializers.computeFans([7, 3])).toEqual([7, 3]);
    expect(initializers.computeFans([3, 3, 2, 5])).toEqual([18, 45]);
    expect(initializers.computeFans([4, 5, 6], [0, 1], [-1])).toEqual([20, 6]);
  });

  test('seeds: a number repeats, a generator goes on, none follows setRandomSeed', () => {
    const generator = new SeedGenerator(7);
    for (const make of [initializers.randomNormal, initializers.orthogonal]) {
      const going = make({ seed: generator });
      expect(going.apply([3, 3]).dataSync()).not.toEqual(going.apply([3, 3]).dataSync());
      setRandomSeed(5);
      const first = make().apply([3, 3]).dataSync();
      const second = make().apply([3, 3]).dataSync();
      expect(first).not.toEqual(second);
      setRandomSeed(5);
      expect(make().apply([3, 3]).dataSync()).toEqual(first);
    }
    generator.dispose();
  });

  test.each([
    'glorotUniform',
    'glorot_uniform',
    'GlorotUniform',
    'leCunNormal',
    'orthogonal',
    'zeros',
  ])('%s is found, and comes back from its config', (name) => {
    const initializer = initializers.getInitializer(name);
    const serialized = initializers.serializeInitializer(initializer)!;
    expect(serialized.module).toBe('keras.initializers');
    const back = initializers.getInitializer(serialized);
    expect(back.constructor).toBe(initializer.constructor);
    expect(back.getConfig()).toEqual(initializer.getConfig());
  });

  test('a function or a tensor is an initializer', () => {
    const seven = initializers.getInitializer((sizes: number[]) => tf.fill(sizes, 7));
    expect([...seven.apply([2]).dataSync()]).toEqual([7, 7]);
    const given = initializers.getInitializer(tf.tensor1d([1, 2]));
    expect([...given.apply([2]).dataSync()]).toEqual([1, 2]);
    expect(() => given.apply([3])).toThrow(ShapeError);
  });

  test('bad input', () => {
    expect(() => initializers.getInitializer('glorot')).toThrow(NotFoundError);
    expect(() => initializers.randomNormal({ std: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => initializers.glorotUniform({ scale: 1 } as never)).toThrow(UnknownOptionError);
    expect(() => initializers.varianceScaling({ scale: 0 })).toThrow(ValueError);
    expect(() => initializers.varianceScaling({ mode: 'fan' as never })).toThrow(ValueError);
    expect(() => initializers.orthogonal().apply([3])).toThrow(ShapeError);
  });
});
