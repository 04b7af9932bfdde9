import { BackendError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { BackendDescriptor } from './descriptor.js';
import { processorName } from './device.js';

/** A module of one function that uses a SIMD instruction, to see whether the engine takes it. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** tfjs's WebAssembly backend with Ibex's training kernels. */
export const wasm: BackendDescriptor = {
  name: 'wasm',
  tfjsName: 'wasm',
  remedy: 'npm install @ibexjs/backend-wasm',

  async probe() {
    if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(SIMD_MODULE)) {
      throw new BackendError('this JavaScript engine has no WebAssembly SIMD; use a newer one');
    }
    await import('@ibexjs/backend-wasm');
    return { device: `WebAssembly on ${processorName()}`, version: tf.version_core };
  },

  async load() {
    const { register } = await import('@ibexjs/backend-wasm');
    await register();
  },
};
