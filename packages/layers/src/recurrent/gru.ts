import { registerBuiltInLayer } from '../engine/serialization.js';
import { GatedRNN, gatedRNNKeys } from './gated-rnn.js';
import type { BaseRNNOptions } from './rnn.js';
import { GRUCell, type GRUCellOptions } from './gru-cell.js';

export interface GRUOptions extends BaseRNNOptions, GRUCellOptions {
  /** tfjs-layers' choice of how to compute, 1 or 2: the numbers are the same here. */
  implementation?: number;
}

/**
 * Gated recurrent unit: a recurrence with an update and a reset gate; see GRUCell for the formula.
 *
 * Input (batch, time, features), output (batch, units), with `returnSequences` (batch, time,
 * units), with `returnState` followed by the last states. Weights: kernel [features, 3 units],
 * recurrent_kernel [units, 3 units], bias [2, 3 units] or, not resetAfter, [3 units].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example gru({ units: 32, returnSequences: true })
 * @see https://keras.io/api/layers/recurrent_layers/gru/
 */
export class GRU extends GatedRNN<GRUCell> {
  static override readonly className = 'GRU';
  static override readonly optionKeys = gatedRNNKeys(GRUCell.optionKeys);

  constructor(options: GRUOptions) {
    super(options, GRUCell.optionKeys, (cell) => new GRUCell({ ...cell, name: 'gru_cell' }));
  }
}

registerBuiltInLayer(GRU);

/** @see GRU */
export function gru(options: GRUOptions): GRU {
  return new GRU(options);
}
