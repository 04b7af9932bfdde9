export * from './l1-l2.js';
export * from './orthogonal.js';
export * from './registry.js';
export { Regularizer } from './regularizer.js';
