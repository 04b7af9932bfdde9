import { cpu } from './cpu.js';
import type { BackendDescriptor } from './descriptor.js';
import { cuda, tensorflow } from './tensorflow.js';
import { wasm } from './wasm.js';
import { webgpu } from './webgpu.js';

/**
 * Every backend that Ibex knows, in the order in which 'auto' tries them: by the speed of training
 * steps, as docs/backends.md measures it.
 */
export const backends: readonly BackendDescriptor[] = [cuda, tensorflow, wasm, webgpu, cpu];
