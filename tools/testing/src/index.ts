export * from './backends.js';
export * from './compare.js';
export * from './fixture.js';
export * from './formula.js';
