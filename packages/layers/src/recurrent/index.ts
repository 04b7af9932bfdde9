export { RNNCell, type SequenceOptions, type SequenceResult } from './cell.js';
export type { ConvLSTMOptions } from './base-conv-lstm.js';
export type { ConvLSTMCellOptions } from './conv-lstm-cell.js';
export * from './conv-lstm1d.js';
export * from './conv-lstm2d.js';
export * from './conv-lstm3d.js';
export type { GatedCellOptions } from './gated-cell.js';
export * from './gru.js';
export * from './gru-cell.js';
export * from './lstm.js';
export * from './lstm-cell.js';
export { RNN, rnn, type BaseRNNOptions, type RNNOptions } from './rnn.js';
export * from './simple-rnn.js';
export * from './simple-rnn-cell.js';
export {
  StackedRNNCells,
  stackedRNNCells,
  type StackedRNNCellsOptions,
} from './stacked-rnn-cells.js';
