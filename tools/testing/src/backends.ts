import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';

/** Backends that every machine has; `IBEX_TEST_BACKENDS=cpu` narrows the list. */
export const testBackends: readonly string[] = (
  process.env['IBEX_TEST_BACKENDS'] ?? 'cpu,wasm'
).split(',');

/** What registers Ibex's backends. */
const REGISTER: Record<string, () => Promise<unknown>> = {
  wasm: async () => (await import('@ibexjs/backend-wasm')).register(),
  tensorflow: async () => (await import('@ibexjs/backend-tensorflow')).register(),
  webgpu: async () => {
    await (await import('@ibexjs/backend-webgpu')).register();
    // small tensors, too, shall be the GPU's work
    tf.env().set('WEBGPU_CPU_FORWARD', false);
  },
};

/** Makes a backend the current one. Ibex's own kernels are registered where it has some. */
export async function useTestBackend(name: string): Promise<void> {
  await REGISTER[name]?.();
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} did not start`);
  await tf.ready();
  // tfjs would advertise another backend with the cpu's first tensor
  const backend = tf.backend();
  if ('firstUse' in backend) backend.firstUse = false;
}
