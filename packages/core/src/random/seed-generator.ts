import * as tf from '@tensorflow/tfjs-core';

import { ValueError } from '../errors.js';
import { Variable } from '../variable.js';
import { nextSeed } from './seed.js';

/**
 * A source of fresh random states for tensors, as Keras' SeedGenerator: layers that draw numbers
 * own one. Its state is a variable, so that a step stays a function of tensors, and a checkpoint
 * that holds it resumes with the numbers that an uninterrupted run draws.
 */
export class SeedGenerator {
  readonly seed: number;
  /** int32: key (two words), how many states were drawn, 0. */
  readonly state: Variable;

  /** @param seed whole number from 0 on; the next process-wide seed when left out or null */
  constructor(seed?: number | null) {
    if (seed !== undefined && seed !== null && (!Number.isSafeInteger(seed) || seed < 0)) {
      throw new ValueError(
        `SeedGenerator: the seed must be a whole number from 0 on; received ${seed}.`,
      );
    }
    this.seed = seed ?? nextSeed();
    const words = [this.seed | 0, Math.floor(this.seed / 0x100000000) | 0, 0, 0];
    const initial = tf.tensor1d(words, 'int32');
    this.state = new Variable(initial, { name: 'seed_generator_state', trainable: false });
    initial.dispose();
  }

  /** A state for `statelessRandom`, a new one at every call. The caller owns the tensor. */
  next(): tf.Tensor1D {
    const current = tf.clone(this.state.read()) as tf.Tensor1D;
    tf.tidy(() => this.state.assign(tf.add(this.state.read(), tf.tensor1d([0, 0, 1, 0], 'int32'))));
    return current;
  }

  dispose(): void {
    this.state.dispose();
  }
}
