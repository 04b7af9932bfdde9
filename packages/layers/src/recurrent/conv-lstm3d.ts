import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvLSTM, type ConvLSTMOptions } from './base-conv-lstm.js';
import { ConvLSTMCell, type ConvLSTMCellOptions } from './conv-lstm-cell.js';
import { gatedRNNKeys } from './gated-rnn.js';

/** A step of ConvLSTM3D; see ConvLSTMCell for the formula. */
export class ConvLSTM3DCell extends ConvLSTMCell {
  static override readonly className = 'ConvLSTM3DCell';

  constructor(options: ConvLSTMCellOptions) {
    super(3, options);
  }
}

registerBuiltInLayer(ConvLSTM3DCell);

/** @see ConvLSTM3DCell */
export function convLstm3dCell(options: ConvLSTMCellOptions): ConvLSTM3DCell {
  return new ConvLSTM3DCell(options);
}

/**
 * Long short-term memory over sequences of volumes, whose products are convolutions.
 *
 * Input (batch, time, depth, height, width, channels), output (batch, depth', height', width',
 * filters), with `returnSequences` with the time after the batch, with `returnState` followed by
 * the last two states; channels before the sizes with `dataFormat: 'channelsFirst'`. Weights:
 * kernel [three sizes, channels, 4 filters], recurrent_kernel [three sizes, filters, 4 filters],
 * bias [4 filters].
 *
 * @throws ValueError for sizes that are not positive, rates outside 0 to 1, strides together with
 *   dilation
 * @throws ShapeError for an input that is not of 6 dimensions, sizes that are not fixed
 * @example convLstm3d({ filters: 8, kernelSize: 3, padding: 'same' })
 * @see https://keras.io/api/layers/recurrent_layers/conv_lstm3d/
 */
export class ConvLSTM3D extends BaseConvLSTM {
  static override readonly className = 'ConvLSTM3D';
  static override readonly optionKeys = gatedRNNKeys(ConvLSTM3DCell.optionKeys);

  constructor(options: ConvLSTMOptions) {
    super(
      options,
      ConvLSTM3DCell.optionKeys,
      (cell) => new ConvLSTM3DCell({ ...cell, name: 'conv_lstm_cell' }),
    );
  }
}

registerBuiltInLayer(ConvLSTM3D);

/** @see ConvLSTM3D */
export function convLstm3d(options: ConvLSTMOptions): ConvLSTM3D {
  return new ConvLSTM3D(options);
}
