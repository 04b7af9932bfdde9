export { Dropout, dropout, type DropoutOptions } from './dropout.js';
export * from './noise.js';
export * from './spatial-dropout.js';
