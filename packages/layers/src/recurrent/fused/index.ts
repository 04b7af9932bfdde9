export { canFuse } from './fused-recurrence.js';
export { fusedGru, gruRecurrence } from './fused-gru.js';
export { fusedLstm, LSTM } from './fused-lstm.js';
export { fusedSimpleRnn, SIMPLE_RNN, type FusedActivation } from './fused-simple-rnn.js';
