import * as tf from '@tensorflow/tfjs-core';

import { FAULTY_KERNELS, MISSING_KERNELS } from './cpu-fallback.js';
import { kernels } from './kernels/index.js';

/** Who computes a kernel of the backend `wasm`. */
export type KernelOrigin = 'ibex' | 'tfjs' | 'cpu';

/**
 * Every kernel of the backend `wasm` after `register()`, by name: computed by this package, by
 * tfjs's own wasm build, or by the code of the cpu backend on copies.
 */
export function listKernels(): Map<string, KernelOrigin> {
  const own = new Set(kernels.map(({ name }) => name));
  const copied = new Set([...MISSING_KERNELS, ...Object.keys(FAULTY_KERNELS)]);
  const names = tf.getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  const origin = (name: string): KernelOrigin =>
    copied.has(name) ? 'cpu' : own.has(name) ? 'ibex' : 'tfjs';
  return new Map(names.sort().map((name) => [name, origin(name)]));
}
