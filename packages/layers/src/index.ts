export * from './engine/index.js';

export * as activations from './activations/index.js';
export * as constraints from './constraints/index.js';
export * as initializers from './initializers/index.js';
export * as regularizers from './regularizers/index.js';
