export { LibraryError, TensorFlowError, TraceError } from './errors.js';
export type { RegisterOptions } from './options.js';
export { probe, type Probed } from './probe.js';
export { register, type Registered } from './register.js';
