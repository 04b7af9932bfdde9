import { ShapeError, ValueError } from '@ibexjs/core';

import { formatShape, type Shape } from '../engine/types.js';
import type { RNNCell } from './cell.js';
import type { GatedCell, GatedCellOptions } from './gated-cell.js';
import { RNN, RNN_KEYS, type BaseRNNOptions } from './rnn.js';

/** A recurrent layer's own options, and its cell's. */
export type GatedRNNOptions = BaseRNNOptions &
  GatedCellOptions & {
    /** tfjs-layers' choice of how to compute, 1 or 2: the numbers are the same here. */
    implementation?: number;
  };

/** What belongs to every layer, and not to the cell alone. */
const NOT_OF_THE_CELL = new Set(['name', 'trainable', 'dtype']);

/** Option keys of a recurrent layer whose cell has the given ones. */
export function gatedRNNKeys(cellKeys: readonly string[]): readonly string[] {
  return [...new Set([...RNN_KEYS, ...cellKeys, 'implementation'])];
}

/**
 * Parts the options of a recurrent layer: those of the layer, and those of its cell.
 *
 * @throws ValueError for an implementation that is neither 1 nor 2
 */
export function splitOptions<O extends BaseRNNOptions & { implementation?: number }>(
  where: string,
  options: O,
  cellKeys: readonly string[],
): { layer: Record<string, unknown>; cell: O } {
  const own: Record<string, unknown> = {};
  const cells: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(options)) {
    (cellKeys.includes(key) && !RNN_KEYS.includes(key) ? cells : own)[key] = value;
  }
  const { implementation, ...layer } = own;
  if (implementation !== undefined && implementation !== 1 && implementation !== 2) {
    throw new ValueError(`${where}: implementation must be 1 or 2.`);
  }
  const { trainable, dtype } = options;
  const cell = {
    ...cells,
    ...(trainable !== undefined && { trainable }),
    ...(dtype !== undefined && { dtype }),
  } as O;
  return { layer, cell };
}

/** Config entries of a cell that its layer's config holds. */
export function cellConfig(cell: RNNCell): Record<string, unknown> {
  const entries = Object.entries(cell.getConfig()).filter(([key]) => !NOT_OF_THE_CELL.has(key));
  return Object.fromEntries(entries);
}

/** What SimpleRNN, LSTM and GRU share: an RNN whose options are those of its only cell, too. */
export abstract class GatedRNN<C extends GatedCell> extends RNN {
  declare readonly cell: C;

  /**
   * @param options of the layer
   * @param cellKeys names of those that go to the cell
   * @param makeCell makes the cell
   */
  constructor(
    options: GatedRNNOptions,
    cellKeys: readonly string[],
    makeCell: (cellOptions: GatedCellOptions) => C,
  ) {
    const { layer, cell } = splitOptions(new.target.className, options, cellKeys);
    super({ ...layer, cell: makeCell(cell) });
  }

  protected override checkSequence(shape: Shape): void {
    if (shape.length !== 3) {
      throw new ShapeError(
        `Layer ${this.name} takes sequences (batch, time, features), 3 dimensions; received shape ${formatShape(shape)}.`,
      );
    }
  }

  get units(): number {
    return this.cell.units;
  }

  override getConfig(): Record<string, unknown> {
    return { ...this.runConfig(), ...cellConfig(this.cell) };
  }
}
