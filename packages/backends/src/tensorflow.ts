import type { BackendDescriptor } from './descriptor.js';
import { processorName } from './device.js';

/** The TensorFlow that is installed, on the processor. */
export const tensorflow: BackendDescriptor = {
  name: 'tensorflow',
  tfjsName: 'tensorflow',
  remedy: 'pip install tensorflow-cpu',

  async probe() {
    const { probe } = await import('@ibexjs/backend-tensorflow');
    const { version } = await probe('tensorflow');
    return { device: `TensorFlow on ${processorName()}`, version };
  },

  async load() {
    const { register } = await import('@ibexjs/backend-tensorflow');
    await register({ backend: 'tensorflow' });
  },
};

/** The TensorFlow that is installed, on an NVIDIA GPU. */
export const cuda: BackendDescriptor = {
  name: 'cuda',
  tfjsName: 'cuda',
  remedy: "pip install 'tensorflow[and-cuda]'",

  async probe() {
    const { probe } = await import('@ibexjs/backend-tensorflow');
    const { version } = await probe('cuda');
    return { device: 'TensorFlow on an NVIDIA GPU', version };
  },

  async load() {
    const { register } = await import('@ibexjs/backend-tensorflow');
    await register({ backend: 'cuda' });
  },
};
