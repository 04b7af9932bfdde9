export type { SpatialDropoutOptions } from './base-spatial-dropout.js';
export { Dropout, dropout, type DropoutOptions } from './dropout.js';
export * from './gaussian-dropout.js';
export * from './gaussian-noise.js';
export * from './spatial-dropout1d.js';
export * from './spatial-dropout2d.js';
export * from './activity-regularization.js';
export * from './alpha-dropout.js';
export * from './spatial-dropout3d.js';
