import * as tf from '@tensorflow/tfjs-core';

import { SeedGenerator } from './seed-generator.js';
import { statelessRandom, type RandomDistribution } from './stateless.js';

/** A whole number (the same tensor at every call), a generator (a new one), or none (a new one). */
export type Seed = number | SeedGenerator | null | undefined;

function draw(shape: number[], seed: Seed, distribution: RandomDistribution): tf.Tensor {
  const generator = seed instanceof SeedGenerator ? seed : new SeedGenerator(seed);
  const state = generator.next();
  const values = statelessRandom(shape, state, distribution);
  state.dispose();
  if (generator !== seed) generator.dispose();
  return values;
}

/** Uniform in [minval, maxval). */
export function randomUniform(shape: number[], minval = 0, maxval = 1, seed?: Seed): tf.Tensor {
  return tf.tidy(() => {
    const unit = draw(shape, seed, 'uniform');
    return minval === 0 && maxval === 1 ? unit : tf.add(tf.mul(unit, maxval - minval), minval);
  });
}

/** Normal with the given mean and standard deviation. */
export function randomNormal(shape: number[], mean = 0, stddev = 1, seed?: Seed): tf.Tensor {
  return tf.tidy(() => tf.add(tf.mul(draw(shape, seed, 'normal'), stddev), mean));
}

/** Normal, redrawn where it falls outside two standard deviations. */
export function truncatedNormal(shape: number[], mean = 0, stddev = 1, seed?: Seed): tf.Tensor {
  return tf.tidy(() => tf.add(tf.mul(draw(shape, seed, 'truncatedNormal'), stddev), mean));
}

/** 1 where a uniform number falls below `probability`, else 0. */
export function randomBinary(shape: number[], probability: number, seed?: Seed): tf.Tensor {
  return tf.tidy(() => tf.cast(tf.less(draw(shape, seed, 'uniform'), probability), 'float32'));
}
