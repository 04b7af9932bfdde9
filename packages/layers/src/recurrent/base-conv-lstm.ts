import { ShapeError } from '@ibexjs/core';

import { formatShape, type Shape } from '../engine/types.js';
import type { ConvLSTMCell, ConvLSTMCellOptions } from './conv-lstm-cell.js';
import { cellConfig, splitOptions } from './gated-rnn.js';
import { RNN, type BaseRNNOptions } from './rnn.js';

export interface ConvLSTMOptions extends BaseRNNOptions, ConvLSTMCellOptions {
  /** tfjs-layers' choice of how to compute, 1 or 2: the numbers are the same here. */
  implementation?: number;
}

/** What ConvLSTM1D, ConvLSTM2D and ConvLSTM3D share: an RNN whose options are its cell's, too. */
export abstract class BaseConvLSTM extends RNN {
  declare readonly cell: ConvLSTMCell;

  /**
   * @param options of the layer
   * @param cellKeys names of those that go to the cell
   * @param makeCell makes the cell
   */
  constructor(
    options: ConvLSTMOptions,
    cellKeys: readonly string[],
    makeCell: (cellOptions: ConvLSTMCellOptions) => ConvLSTMCell,
  ) {
    const { layer, cell } = splitOptions(new.target.className, options, cellKeys);
    super({ ...layer, cell: makeCell(cell) });
  }

  protected override checkSequence(shape: Shape): void {
    const dimensions = this.cell.rank + 3;
    if (shape.length === dimensions) return;
    throw new ShapeError(
      `Layer ${this.name} takes sequences of ${dimensions} dimensions, (batch, time, …, channels); received shape ${formatShape(shape)}.`,
    );
  }

  override getConfig(): Record<string, unknown> {
    return { ...this.runConfig(), ...cellConfig(this.cell) };
  }
}
