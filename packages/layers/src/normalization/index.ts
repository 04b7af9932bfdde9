export * from './batch-normalization.js';
