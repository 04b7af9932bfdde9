export * from './activation.js';
export * from './elu.js';
export * from './prelu.js';
export * from './relu.js';
export { reLU as relu, leakyReLU as leakyRelu } from './relu.js';
export * from './softmax.js';
