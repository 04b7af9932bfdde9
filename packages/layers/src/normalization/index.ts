export * from './batch-normalization.js';
export * from './group-normalization.js';
export * from './layer-normalization.js';
export * from './rms-normalization.js';
export * from './unit-normalization.js';
