import { cpu } from './cpu.js';
import type { BackendDescriptor } from './descriptor.js';
import { wasm } from './wasm.js';

/** Every backend that Ibex knows, fastest first: 'auto' takes the first that works. */
export const backends: readonly BackendDescriptor[] = [wasm, cpu];
