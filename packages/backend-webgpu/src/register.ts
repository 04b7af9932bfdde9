import * as tf from '@tensorflow/tfjs-core';

import { requestAdapter, requestDevice } from './adapter.js';
import { IbexWebGPUBackend } from './backend.js';
import { findGpu } from './gpu.js';
import { installKernels } from './kernels/index.js';

let registration: Promise<void> | undefined;

/**
 * Registers the backend `webgpu` with TensorFlow.js, in place of the one that tfjs registers in
 * browsers, and mends its kernels. The GPU is asked for when the backend is first chosen. Further
 * calls do nothing.
 *
 * @throws BackendError when there is no WebGPU here
 */
export function register(): Promise<void> {
  registration ??= start();
  // let a later call try again
  registration.catch(() => (registration = undefined));
  return registration;
}

async function start(): Promise<void> {
  const gpu = await findGpu();
  // some kernels run on its code
  await import('@tensorflow/tfjs-backend-cpu');
  installKernels();
  if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => makeBackend(gpu), 3);
}

async function makeBackend(gpu: GPU): Promise<IbexWebGPUBackend> {
  const adapter = await requestAdapter();
  const device = await requestDevice(adapter);
  return withNavigator(gpu, () => new IbexWebGPUBackend(device, adapter.info));
}

/** tfjs looks for `navigator.gpu` when it makes a backend; Node has none, and keeps none. */
function withNavigator<T>(gpu: GPU, make: () => T): T {
  if (globalThis.navigator?.gpu) return make();
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  try {
    return make();
  } finally {
    if (before) Object.defineProperty(globalThis, 'navigator', before);
    else Reflect.deleteProperty(globalThis, 'navigator');
  }
}

/**
 * Fetches the values of every tensor on the GPU, so that another backend can take them over, which
 * it does synchronously. Does nothing where the backend was never started.
 */
export async function fetchTensors(): Promise<void> {
  const running = tf.engine().registry['webgpu'];
  if (running instanceof IbexWebGPUBackend) await running.fetchAll();
}
