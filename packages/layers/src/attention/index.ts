export {
  MultiHeadAttention,
  multiHeadAttention,
  type AttentionArgs,
  type MultiHeadAttentionOptions,
} from './multi-head-attention.js';
