export * from './bidirectional.js';
export * from './time-distributed.js';
export { Wrapper, type WrapperOptions } from './wrapper.js';
