import { registerBuiltInLayer } from '../engine/serialization.js';
import type { GatedCellOptions } from './gated-cell.js';
import { GatedRNN, gatedRNNKeys } from './gated-rnn.js';
import type { BaseRNNOptions } from './rnn.js';
import { SimpleRNNCell } from './simple-rnn-cell.js';

export interface SimpleRNNOptions extends BaseRNNOptions, GatedCellOptions {
  /** tfjs-layers' choice of how to compute, 1 or 2: the numbers are the same here. */
  implementation?: number;
}

/**
 * Fully connected recurrence: `h' = activation(x · kernel + h · recurrent_kernel + bias)`.
 *
 * Input (batch, time, features), output (batch, units), with `returnSequences` (batch, time,
 * units), with `returnState` followed by the last states. Weights: kernel [features, units],
 * recurrent_kernel [units, units], bias [units].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example simpleRNN({ units: 32, returnSequences: true })
 * @see https://keras.io/api/layers/recurrent_layers/simple_rnn/
 */
export class SimpleRNN extends GatedRNN<SimpleRNNCell> {
  static override readonly className = 'SimpleRNN';
  static override readonly optionKeys = gatedRNNKeys(SimpleRNNCell.optionKeys);

  constructor(options: SimpleRNNOptions) {
    super(
      options,
      SimpleRNNCell.optionKeys,
      (cell) => new SimpleRNNCell({ ...cell, name: 'simple_rnn_cell' }),
    );
  }
}

registerBuiltInLayer(SimpleRNN);

/** @see SimpleRNN */
export function simpleRNN(options: SimpleRNNOptions): SimpleRNN {
  return new SimpleRNN(options);
}
