import { registerBuiltInLayer } from '../engine/serialization.js';
import { GatedRNN, gatedRNNKeys } from './gated-rnn.js';
import type { BaseRNNOptions } from './rnn.js';
import { LSTMCell, type LSTMCellOptions } from './lstm-cell.js';

export interface LSTMOptions extends BaseRNNOptions, LSTMCellOptions {
  /** tfjs-layers' choice of how to compute, 1 or 2: the numbers are the same here. */
  implementation?: number;
}

/**
 * Long short-term memory: a recurrence with a carry that gates protect; see LSTMCell for the formula.
 *
 * Input (batch, time, features), output (batch, units), with `returnSequences` (batch, time,
 * units), with `returnState` followed by the last states. Weights: kernel [features, 4 units],
 * recurrent_kernel [units, 4 units], bias [4 units].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example lstm({ units: 32, returnSequences: true })
 * @see https://keras.io/api/layers/recurrent_layers/lstm/
 */
export class LSTM extends GatedRNN<LSTMCell> {
  static override readonly className = 'LSTM';
  static override readonly optionKeys = gatedRNNKeys(LSTMCell.optionKeys);

  constructor(options: LSTMOptions) {
    super(options, LSTMCell.optionKeys, (cell) => new LSTMCell({ ...cell, name: 'lstm_cell' }));
  }
}

registerBuiltInLayer(LSTM);

/** @see LSTM */
export function lstm(options: LSTMOptions): LSTM {
  return new LSTM(options);
}
