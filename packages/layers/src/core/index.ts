export * from './dense.js';
export * from './einsum-dense.js';
export * from './embedding.js';
export * from './identity.js';
export * from './lambda.js';
export * from './layer-scale.js';
export * from './masking.js';
