import * as tf from '@tensorflow/tfjs-core';

import type { BackendDescriptor } from './descriptor.js';
import { processorName } from './device.js';

/** Plain JavaScript: slow, complete, everywhere. */
export const cpu: BackendDescriptor = {
  name: 'cpu',
  tfjsName: 'cpu',
  remedy: 'npm install @tensorflow/tfjs-backend-cpu@4.22.0',

  async probe() {
    const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
    return { device: `JavaScript on ${processorName()}`, version };
  },

  async load() {
    await import('@tensorflow/tfjs-backend-cpu');
    // its first tensor would print an advertisement for another backend
    const backend = tf.findBackend('cpu') as tf.KernelBackend & { firstUse?: boolean };
    backend.firstUse = false;
  },
};
