export * from './backends.js';
export * from './formula.js';
