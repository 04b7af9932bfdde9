export { RNNCell, type SequenceOptions, type SequenceResult } from './cell.js';
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
