export {
  MultiHeadAttention,
  multiHeadAttention,
  type AttentionArgs,
  type MultiHeadAttentionOptions,
} from './multi-head-attention.js';
export * from './additive-attention.js';
export * from './attention.js';
export type { BaseAttentionOptions, DotAttentionArgs } from './base-attention.js';
