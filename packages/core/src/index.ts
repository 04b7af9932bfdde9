import './gradients.js';

export * from './errors.js';
export * from './files.js';
export * from './kernels.js';
export * from './logits.js';
export * from './memory.js';
export * from './options.js';
export * from './platform.js';
export * from './random/generator.js';
export * from './random/ops.js';
export { philox, toUnitFloat } from './random/philox.js';
export * from './random/seed.js';
export * from './random/seed-generator.js';
export * from './random/stateless.js';
export * from './serialization/registry.js';
export * from './variable.js';
