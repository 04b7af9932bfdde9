export * from './backends.js';
export * from './compare.js';
export * from './fixture.js';
export * from './formula.js';
export * from './golden-values.js';
export * from './test-layer.js';
export type { GoldenCase, GoldenInput } from './test-layer-fixture.js';
export * from './mirror.js';
