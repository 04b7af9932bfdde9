import {
  BackendError,
  STATELESS_RANDOM,
  statelessValues,
  type RandomDistribution,
} from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel, type Kernel } from './kernel.js';

/** TensorFlow's number for the generator that Ibex uses: Philox4x32-10. */
const PHILOX = 1;

const OPERATIONS = { uniform: 'StatelessRandomUniformV2', normal: 'StatelessRandomNormalV2' };

export const random: readonly Kernel[] = [
  defineKernel<{ state: unknown }, { shape: number[]; distribution: RandomDistribution }>(
    STATELESS_RANDOM,
    ({ inputs: { state }, attrs: { shape, distribution }, ops, read }) => {
      if (distribution === 'truncatedNormal') {
        // TensorFlow's rejects in another order; its numbers would not be those of other backends
        const size = shape.reduce((product, n) => product * n, 1);
        return ops.reshape(ops.numbers(statelessValues(size, read(state), distribution)), shape);
      }
      // four words: the key and the upper half of the counter
      const words = ops.run('Bitcast', [ops.reshape(state, [2, 2])], { type: { type: 'uint64' } });
      const key = ops.slice(words, [0], [1]);
      const zero = ops.reshape(ops.scalar(0, 'uint64'), [1]);
      const counter = ops.run('ConcatV2', [[zero, ops.slice(words, [1], [1])], ops.int(0)]);
      return ops.run(OPERATIONS[distribution], [ops.ints(shape), key, counter, ops.int(PHILOX)], {
        dtype: { type: 'float32' },
      });
    },
  ),
  defineKernel<tf.MultinomialInputs, tf.MultinomialAttrs>(
    'Multinomial',
    ({ inputs: { logits }, attrs: { numSamples, seed, normalized }, ops }) => {
      const logarithms = normalized ? ops.run('Log', [logits]) : logits;
      // tfjs hands a fraction over when nobody gave a seed
      const words = ops.ints([Math.floor(seed), Math.floor((seed % 1) * 2 ** 31)]);
      return ops.run('StatelessMultinomial', [logarithms, ops.int(numSamples), words], {
        output_dtype: { type: 'int32' },
      });
    },
  ),
  defineKernel('Draw', () => {
    throw new BackendError(
      'tf.browser.draw paints a canvas; run it on the backend cpu or webgpu, in a page.',
    );
  }),
];
