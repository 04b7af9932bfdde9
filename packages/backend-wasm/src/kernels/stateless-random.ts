import { type RandomDistribution, STATELESS_RANDOM } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';

/** Elements that one tile takes: a multiple of four, the numbers of a block. */
const BLOCK = 4096;
const DISTRIBUTIONS: Readonly<Record<RandomDistribution, number>> = {
  uniform: 0,
  normal: 1,
  truncatedNormal: 2,
};

/** Random numbers as a function of the state alone; the numbers of `@ibexjs/core` itself. */
export const statelessRandom = defineKernel<
  { state: tf.TensorInfo },
  { shape: number[]; distribution: RandomDistribution }
>(STATELESS_RANDOM, ({ inputs: { state }, attrs: { shape, distribution }, engine }) => {
  const output = engine.output(shape);
  const size = tf.util.sizeFromShape(shape);
  engine.run(
    'statelessRandom',
    Math.ceil(size / BLOCK),
    [engine.address(state), engine.address(output), size, BLOCK, DISTRIBUTIONS[distribution]],
    { scratch: 64 },
  );
  return output;
});
