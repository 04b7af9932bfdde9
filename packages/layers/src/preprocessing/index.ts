export * from './category-encoding.js';
export * from './center-crop.js';
export * from './hashing.js';
export * from './integer-lookup.js';
export * from './rescaling.js';
export * from './resizing.js';
export * from './string-lookup.js';
export * from './text-vectorization.js';
