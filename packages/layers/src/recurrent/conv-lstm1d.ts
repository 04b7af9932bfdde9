import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvLSTM, type ConvLSTMOptions } from './base-conv-lstm.js';
import { ConvLSTMCell, type ConvLSTMCellOptions } from './conv-lstm-cell.js';
import { gatedRNNKeys } from './gated-rnn.js';

/** A step of ConvLSTM1D; see ConvLSTMCell for the formula. */
export class ConvLSTM1DCell extends ConvLSTMCell {
  static override readonly className = 'ConvLSTM1DCell';

  constructor(options: ConvLSTMCellOptions) {
    super(1, options);
  }
}

registerBuiltInLayer(ConvLSTM1DCell);

/** @see ConvLSTM1DCell */
export function convLstm1dCell(options: ConvLSTMCellOptions): ConvLSTM1DCell {
  return new ConvLSTM1DCell(options);
}

/**
 * Long short-term memory over sequences of rows, whose products are convolutions.
 *
 * Input (batch, time, steps, channels), output (batch, steps', filters), with `returnSequences`
 * with the time after the batch, with `returnState` followed by the last two states; channels
 * before the sizes with `dataFormat: 'channelsFirst'`. Weights: kernel [taps, channels, 4 filters],
 * recurrent_kernel [taps, filters, 4 filters], bias [4 filters].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1, strides together with
 *   dilation
 * @throws ShapeError for an input that is not of 4 dimensions, sizes that are not fixed
 * @example convLstm1d({ filters: 8, kernelSize: 3, padding: 'same' })
 * @see https://keras.io/api/layers/recurrent_layers/conv_lstm1d/
 */
export class ConvLSTM1D extends BaseConvLSTM {
  static override readonly className = 'ConvLSTM1D';
  static override readonly optionKeys = gatedRNNKeys(ConvLSTM1DCell.optionKeys);

  constructor(options: ConvLSTMOptions) {
    super(
      options,
      ConvLSTM1DCell.optionKeys,
      (cell) => new ConvLSTM1DCell({ ...cell, name: 'conv_lstm_cell' }),
    );
  }
}

registerBuiltInLayer(ConvLSTM1D);

/** @see ConvLSTM1D */
export function convLstm1d(options: ConvLSTMOptions): ConvLSTM1D {
  return new ConvLSTM1D(options);
}
