export { Constraint } from './constraint.js';
export * from './non-neg.js';
export * from './norms.js';
export * from './registry.js';
