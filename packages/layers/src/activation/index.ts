export * from './activation.js';
export * from './elu.js';
export * from './leaky-relu.js';
export * from './prelu.js';
export * from './relu.js';
export * from './softmax.js';
export * from './thresholded-relu.js';
export { leakyReLU as leakyRelu } from './leaky-relu.js';
export { reLU as relu } from './relu.js';
