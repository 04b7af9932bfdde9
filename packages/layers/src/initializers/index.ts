export * from './constant.js';
export * from './glorot-he-lecun.js';
export { Initializer, type InitializerFunction } from './initializer.js';
export * from './orthogonal.js';
export * from './random.js';
export * from './registry.js';
export * from './stft.js';
export * from './variance-scaling.js';
