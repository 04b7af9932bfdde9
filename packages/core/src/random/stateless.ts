import * as tf from '@tensorflow/tfjs-core';

import { philox, toUnitFloat } from './philox.js';

/** Name of the kernel that backends may offer in a version of their own. */
export const STATELESS_RANDOM = 'IbexStatelessRandom';

export type RandomDistribution = 'uniform' | 'normal' | 'truncatedNormal';

const TWO_PI = 2 * Math.PI;

function radius(word: number): number {
  return Math.sqrt(-2 * Math.log(Math.max(toUnitFloat(word), 1e-7)));
}

/** Two standard normals from two words (Box and Muller), as TensorFlow computes them. */
function boxMuller(out: Float32Array, at: number, word0: number, word1: number): void {
  const length = radius(word0);
  const angle = TWO_PI * toUnitFloat(word1);
  out[at] = Math.sin(angle) * length;
  if (at + 1 < out.length) out[at + 1] = Math.cos(angle) * length;
}

/** `size` numbers of a distribution from a state of four words (key, key, stream, stream). */
export function statelessValues(
  size: number,
  state: ArrayLike<number>,
  distribution: RandomDistribution,
): Float32Array {
  const [key0, key1, stream0, stream1] = [state[0]!, state[1]!, state[2]!, state[3]!];
  const out = new Float32Array(size);
  if (distribution === 'truncatedNormal') {
    truncatedNormal(out, key0, key1, stream0, stream1);
    return out;
  }
  const words = new Uint32Array(Math.ceil(size / 4) * 4);
  philox(words, key0, key1, stream0, stream1);
  if (distribution === 'uniform') {
    for (let i = 0; i < size; i++) out[i] = toUnitFloat(words[i]!);
  } else {
    for (let i = 0; i < size; i += 2) boxMuller(out, i, words[i]!, words[i + 1]!);
  }
  return out;
}

/**
 * Standard normals within two standard deviations, by rejection. Element i takes the first fit of
 * the four normals of block i; where none fits (4 in a million), the next attempt uses the next
 * `stream1`.
 */
function truncatedNormal(
  out: Float32Array,
  key0: number,
  key1: number,
  stream0: number,
  stream1: number,
): void {
  const words = new Uint32Array(4);
  for (let i = 0; i < out.length; i++) {
    let fit = NaN;
    for (let attempt = 0; Number.isNaN(fit); attempt++) {
      philox(words, key0, key1, stream0, stream1 + attempt, i);
      fit = firstFit(words[0]!, words[1]!);
      if (Number.isNaN(fit)) fit = firstFit(words[2]!, words[3]!);
    }
    out[i] = fit;
  }
}

/** The first of the two normals of two words that lies within two standard deviations, else NaN. */
function firstFit(word0: number, word1: number): number {
  const length = radius(word0);
  const sine = Math.fround(Math.sin(TWO_PI * toUnitFloat(word1)) * length);
  if (Math.abs(sine) < 2) return sine;
  const cosine = Math.fround(Math.cos(TWO_PI * toUnitFloat(word1)) * length);
  return Math.abs(cosine) < 2 ? cosine : NaN;
}

/**
 * The kernel in plain JavaScript, registered on demand for a backend without one of its own. It
 * reads the state, so a backend without synchronous reads must bring its own.
 */
function registerFallback(backendName: string): void {
  tf.registerKernel({
    kernelName: STATELESS_RANDOM,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) => {
      const state = inputs['state']!;
      const { shape, distribution } = attrs as unknown as {
        shape: number[];
        distribution: RandomDistribution;
      };
      const keys = (backend as tf.KernelBackend).readSync(state.dataId) as Int32Array;
      const values = statelessValues(tf.util.sizeFromShape(shape), keys, distribution);
      return {
        dataId: (backend as tf.KernelBackend).write(values, shape, 'float32'),
        shape,
        dtype: 'float32',
      };
    },
  });
}

/**
 * Random tensor that is a function of `state` (int32, four words) alone: uniform in [0, 1),
 * standard normal, or standard normal cut at two standard deviations.
 */
export function statelessRandom(
  shape: number[],
  state: tf.Tensor1D,
  distribution: RandomDistribution = 'uniform',
): tf.Tensor {
  const backendName = tf.getBackend();
  if (tf.getKernel(STATELESS_RANDOM, backendName) === undefined) registerFallback(backendName);
  return tf.engine().runKernel(STATELESS_RANDOM, { state }, { shape, distribution });
}
