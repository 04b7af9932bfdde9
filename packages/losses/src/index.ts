export {
  binaryCrossentropy,
  BinaryCrossentropy,
  type BinaryCrossentropyOptions,
} from './binary-crossentropy.js';
export * from './binary-focal-crossentropy.js';
export * from './categorical-crossentropy.js';
export * from './categorical-focal-crossentropy.js';
export * from './categorical-generalized-cross-entropy.js';
export * from './categorical-hinge.js';
export * from './circle.js';
export * from './cosine-similarity.js';
export * from './ctc.js';
export * from './dice.js';
export * from './hinge.js';
export * from './huber.js';
export * from './kl-divergence.js';
export * from './log-cosh.js';
export * from './loss-function.js';
export * from './loss.js';
export * from './mean-absolute-error.js';
export * from './mean-absolute-percentage-error.js';
export * from './mean-squared-error.js';
export * from './mean-squared-logarithmic-error.js';
export { l2Normalize } from './numerics.js';
export * from './poisson.js';
export { applyMask, type Reduction } from './reduction.js';
export * from './registry.js';
export { alignRanks } from './shapes.js';
export { sigmoidCrossEntropy } from './sigmoid-cross-entropy.js';
export { softmaxCrossEntropy, sparseSoftmaxCrossEntropy } from './softmax-cross-entropy.js';
export * from './sparse-categorical-crossentropy.js';
export * from './squared-hinge.js';
export * from './tversky.js';
