import * as tf from '@tensorflow/tfjs-core';

import type { SequenceOptions, SequenceResult } from './cell.js';

/** What one step makes of its inputs and the states before it. */
export type Step = (
  inputs: tf.Tensor,
  states: tf.Tensor[],
) => { output: tf.Tensor; states: tf.Tensor[] };

/**
 * Runs a recurrence step by step along axis 1 of `x`. Where the mask is false the states stay as
 * they were and the output repeats the last one (zeros before the first).
 */
export function runLoop(
  x: tf.Tensor,
  initial: tf.Tensor[],
  { mask, goBackwards, returnSequences }: SequenceOptions,
  step: Step,
): SequenceResult {
  // a copy: tfjs's tape holds the list that unstack returned
  const order = <T>(list: T[]): T[] => (goBackwards ? [...list].reverse() : list);
  const steps = order(tf.unstack(x, 1));
  const counts = mask && order(tf.unstack(mask, 1)).map((column) => tf.expandDims(column, 1));
  const outputs: tf.Tensor[] = [];
  let states = initial;
  let last: tf.Tensor | null = null;
  steps.forEach((inputs, t) => {
    const result = step(inputs, states);
    if (counts) {
      const choose = (now: tf.Tensor, before: tf.Tensor) =>
        tf.where(widen(counts[t]!, now.shape), now, before);
      last = choose(result.output, last ?? tf.zerosLike(result.output));
      states = result.states.map((state, i) => choose(state, states[i]!));
    } else {
      last = result.output;
      states = result.states;
    }
    if (returnSequences) outputs.push(last);
  });
  return { output: returnSequences ? tf.stack(outputs, 1) : last!, states };
}

/** A condition of [batch, 1] for a tensor of any shape. */
function widen(condition: tf.Tensor, shape: number[]): tf.Tensor {
  const column = tf.reshape(condition, [shape[0]!, ...shape.slice(1).map(() => 1)]);
  return tf.broadcastTo(column, shape);
}
