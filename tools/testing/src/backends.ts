import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';

/** Backends that every machine has; `IBEX_TEST_BACKENDS=cpu` narrows the list. */
export const testBackends: readonly string[] = (
  process.env['IBEX_TEST_BACKENDS'] ?? 'cpu,wasm'
).split(',');

/** Makes a backend the current one. Ibex's own kernels are registered where it has some. */
export async function useTestBackend(name: string): Promise<void> {
  if (name === 'wasm') {
    const { register } = await import('@ibexjs/backend-wasm');
    await register();
  }
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} did not start`);
  await tf.ready();
  // tfjs would advertise another backend with the cpu's first tensor
  const backend = tf.backend();
  if ('firstUse' in backend) backend.firstUse = false;
}
