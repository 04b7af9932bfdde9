import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import type { CallArgs, Shape, Tensors } from '../engine/types.js';
import { runLoop } from './loop.js';

/** How a cell is run over a sequence. */
export interface SequenceOptions {
  /** [batch, time], bool, true where a step counts: elsewhere states stay and the output repeats. */
  mask: tf.Tensor | null;
  /** From the last step to the first; outputs then come in that order. */
  goBackwards: boolean;
  /** All outputs [batch, time, units]; else the last one [batch, units]. */
  returnSequences: boolean;
  /** Whether the last states are wanted. */
  returnState: boolean;
  training: boolean;
}

export interface SequenceResult {
  output: tf.Tensor;
  /** The last states; may be empty when they were not wanted. */
  states: tf.Tensor[];
}

/**
 * One step of a recurrence, for `RNN`. A cell of your own extends this class and overrides
 * `stateSize`, `build` (for the shape of one step, [batch, features]) and `call`, which takes
 * [inputs, …states] and gives [output, …new states].
 *
 * @see https://keras.io/api/layers/recurrent_layers/rnn/
 */
export abstract class RNNCell extends Layer {
  /** Size of the state, or of each of several. */
  abstract get stateSize(): number | number[];

  /** Size of the output. Default: that of the first state. */
  get outputSize(): number {
    return this.stateSizes[0]!;
  }

  /** Sizes of all states. */
  get stateSizes(): number[] {
    const size = this.stateSize;
    return typeof size === 'number' ? [size] : size;
  }

  /** Shapes of the output and of all states, for that of one step (batch, …): (batch, size). */
  stepShapes(shape: Shape): { output: Shape; states: Shape[] } {
    const batch = shape[0] ?? null;
    return {
      output: [batch, this.outputSize],
      states: this.stateSizes.map((size) => [batch, size]),
    };
  }

  abstract override call(inputs: Tensors, args: CallArgs): tf.Tensor[];

  /** States to begin with: zeros. */
  getInitialState(batchSize: number): tf.Tensor[] {
    return this.stateSizes.map((size) => tf.zeros([batchSize, size]));
  }

  /**
   * Runs the cell over [batch, time, …]. The default calls it step by step; cells that can do it
   * at once override it.
   */
  runSequence(x: tf.Tensor, states: tf.Tensor[], options: SequenceOptions): SequenceResult {
    return runLoop(x, states, options, (inputs, before) => {
      const [output, ...after] = this.apply<tf.Tensor[]>([inputs, ...before], {
        training: options.training,
      });
      return { output: output!, states: after };
    });
  }
}
