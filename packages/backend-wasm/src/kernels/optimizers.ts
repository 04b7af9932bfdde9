import * as tf from '@tensorflow/tfjs-core';

import type { Operation } from '../engine.js';
import { defineKernel } from '../kernel.js';

/** Weights that one tile takes. */
const BLOCK = 8192;

/**
 * One optimizer's update as a kernel; the contract is `fused.ts` of `@ibexjs/optimizers`.
 *
 * @param states names of its state tensors, at most two
 * @param numbers names of the attributes that the operation calls a and b
 */
function update(
  name: string,
  operation: Operation,
  states: readonly string[],
  numbers: readonly string[],
) {
  return defineKernel<Record<string, tf.TensorInfo>, Record<string, number>>(
    name,
    ({ inputs, attrs, engine }) => {
      const variable = inputs['variable']!;
      const size = tf.util.sizeFromShape(variable.shape);
      const outputs = ['variable', ...states].map(() => engine.output(variable.shape));
      const address = (t: tf.TensorInfo | undefined) => (t ? engine.address(t) : 0);
      const given = ['variable', 'gradient', states[0], states[1], 'learningRate', 'step'];
      engine.run(
        operation,
        Math.ceil(size / BLOCK),
        [
          ...given.map((key) => address(key === undefined ? undefined : inputs[key])),
          ...[0, 1, 2].map((i) => address(outputs[i])),
          ...[size, BLOCK, Number(attrs['nesterov'] ?? 0)],
        ],
        { floats: [...[0, 1].map((i) => attrs[numbers[i] ?? ''] ?? 0), attrs['epsilon'] ?? 0] },
      );
      return outputs;
    },
  );
}

/** The fused updates of `@ibexjs/optimizers`. */
export const optimizers = [
  update('IbexSgd', 'sgd', [], []),
  update('IbexSgdMomentum', 'sgdMomentum', ['momentum'], ['momentum']),
  update('IbexRmsprop', 'rmsprop', ['velocity'], ['rho']),
  update('IbexAdam', 'adam', ['momentum', 'velocity'], ['beta1', 'beta2']),
  update('IbexAdagrad', 'adagrad', ['accumulator'], []),
  update('IbexAdadelta', 'adadelta', ['accumulatedGrad', 'accumulatedDelta'], ['rho']),
];
