export * from './engine/index.js';

export * as activations from './activations/index.js';
export * as constraints from './constraints/index.js';
export * as initializers from './initializers/index.js';
export * as ops from './operations/index.js';
export * as regularizers from './regularizers/index.js';

export * from './activation/index.js';
export * from './attention/index.js';
export * from './convolutional/index.js';
export * from './core/index.js';
export * from './merging/index.js';
export * from './normalization/index.js';
export { Operation } from './operations/operation.js';
export * from './pooling/index.js';
export * from './preprocessing/index.js';
export * from './recurrent/index.js';
export * from './regularization/index.js';
export * from './reshaping/index.js';
export * from './wrappers/index.js';
