import { isNode } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { BackendDescriptor } from './descriptor.js';

/** The GPU of any maker through WebGPU: in browsers, and in Node through Dawn. */
export const webgpu: BackendDescriptor = {
  name: 'webgpu',
  tfjsName: 'webgpu',
  remedy: isNode
    ? 'npm install webgpu, and install the driver of your GPU (Vulkan on Linux)'
    : 'use a browser with WebGPU (chrome://gpu tells why it is off) and serve the page over https',

  async probe() {
    const { probe } = await import('@ibexjs/backend-webgpu');
    const { device, software } = await probe();
    const slow = software ? 'it runs on the processor, slower than wasm' : undefined;
    return { device, version: tf.version_core, ...(slow && { slow }) };
  },

  async load() {
    const { register } = await import('@ibexjs/backend-webgpu');
    await register();
  },

  async leave() {
    const { fetchTensors } = await import('@ibexjs/backend-webgpu');
    await fetchTensors();
  },
};
