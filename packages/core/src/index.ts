import * as tf from '@tensorflow/tfjs-core';
import './gradients.js';
import { provideTfjs } from './tfjs-node.js';

provideTfjs(tf);

export * from './plain.js';
export * from './batch-norm.js';
export * from './compile.js';
export * from './fused.js';
export * from './kernels.js';
export * from './layer-norm.js';
export * from './logits.js';
export * from './memory.js';
export * from './numerics.js';
export * from './profile/profile.js';
export type { LayerProfileEntry, ProfileEntry } from './profile/recorder.js';
export { profileTable, type Profile } from './profile/table.js';
export * from './random/dropout.js';
export * from './random/ops.js';
export * from './random/seed-generator.js';
export * from './random/stateless.js';
export * from './variable.js';
