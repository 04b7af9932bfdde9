export { LibraryError, TensorFlowError, TraceError } from './errors.js';
export type { RegisterOptions } from './options.js';
export { register, type Registered } from './register.js';
