import * as tf from '@tensorflow/tfjs-core';

import { linear, relu, tanh } from '../activations/index.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { SequenceOptions, SequenceResult } from './cell.js';
import { canFuse, fusedSimpleRnn, SIMPLE_RNN, type FusedActivation } from './fused/index.js';
import {
  cellOptionKeys,
  GatedCell,
  recur,
  type GatedCellOptions,
  type StepContext,
} from './gated-cell.js';

/** Activations that the fused kernel knows. */
const FUSED = new Map<unknown, FusedActivation>([
  [tanh, 'tanh'],
  [relu, 'relu'],
  [linear, 'linear'],
]);

/**
 * A step of SimpleRNN: `h' = activation(x · kernel + h · recurrent_kernel + bias)`.
 *
 * @see https://keras.io/api/layers/recurrent_layers/simple_rnn_cell/
 */
export class SimpleRNNCell extends GatedCell {
  static override readonly className = 'SimpleRNNCell';
  static override readonly optionKeys = cellOptionKeys();
  protected override readonly gates = 1;

  protected override step(
    projected: tf.Tensor,
    [h]: tf.Tensor[],
    context: StepContext,
  ): { output: tf.Tensor; states: tf.Tensor[] } {
    const output = this.activation(tf.add(projected, recur(h!, context)));
    return { output, states: [output] };
  }

  protected override fuse(
    projection: tf.Tensor,
    [h0]: tf.Tensor[],
    dropout: tf.Tensor | null,
    options: SequenceOptions,
  ): SequenceResult | null {
    const activation = FUSED.get(this.activation);
    if (activation === undefined || !canFuse(SIMPLE_RNN)) return null;
    const { mask } = options;
    return fusedSimpleRnn(
      { projection, recurrentKernel: this.recurrentKernel.read(), h0: h0! },
      { ...(mask && { mask }), ...(dropout && { dropout }) },
      { ...options, activation },
    );
  }
}

registerBuiltInLayer(SimpleRNNCell);

/** @see SimpleRNNCell */
export function simpleRNNCell(options: GatedCellOptions): SimpleRNNCell {
  return new SimpleRNNCell(options);
}
