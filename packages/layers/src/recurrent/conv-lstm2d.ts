import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvLSTM, type ConvLSTMOptions } from './base-conv-lstm.js';
import { ConvLSTMCell, type ConvLSTMCellOptions } from './conv-lstm-cell.js';
import { gatedRNNKeys } from './gated-rnn.js';

/** A step of ConvLSTM2D; see ConvLSTMCell for the formula. */
export class ConvLSTM2DCell extends ConvLSTMCell {
  static override readonly className = 'ConvLSTM2DCell';

  constructor(options: ConvLSTMCellOptions) {
    super(2, options);
  }
}

registerBuiltInLayer(ConvLSTM2DCell);

/** @see ConvLSTM2DCell */
export function convLstm2dCell(options: ConvLSTMCellOptions): ConvLSTM2DCell {
  return new ConvLSTM2DCell(options);
}

/**
 * Long short-term memory over sequences of images, whose products are convolutions.
 *
 * Input (batch, time, height, width, channels), output (batch, height', width', filters), with
 * `returnSequences` with the time after the batch, with `returnState` followed by the last two
 * states; channels before the sizes with `dataFormat: 'channelsFirst'`. Weights: kernel [rows,
 * columns, channels, 4 filters], recurrent_kernel [rows, columns, filters, 4 filters], bias [4
 * filters].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1, strides together with
 *   dilation
 * @throws ShapeError for an input that is not of 5 dimensions, sizes that are not fixed
 * @example convLstm2d({ filters: 8, kernelSize: 3, padding: 'same' })
 * @see https://keras.io/api/layers/recurrent_layers/conv_lstm2d/
 */
export class ConvLSTM2D extends BaseConvLSTM {
  static override readonly className = 'ConvLSTM2D';
  static override readonly optionKeys = gatedRNNKeys(ConvLSTM2DCell.optionKeys);

  constructor(options: ConvLSTMOptions) {
    super(
      options,
      ConvLSTM2DCell.optionKeys,
      (cell) => new ConvLSTM2DCell({ ...cell, name: 'conv_lstm_cell' }),
    );
  }
}

registerBuiltInLayer(ConvLSTM2D);

/** @see ConvLSTM2D */
export function convLstm2d(options: ConvLSTMOptions): ConvLSTM2D {
  return new ConvLSTM2D(options);
}
