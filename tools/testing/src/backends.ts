import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';

/** Backends that every machine has; `IBEX_TEST_BACKENDS=cpu` narrows the list. */
export const testBackends: readonly string[] = (
  process.env['IBEX_TEST_BACKENDS'] ?? 'cpu,wasm'
).split(',');

/** What registers Ibex's backends. */
const REGISTER: Record<string, () => Promise<unknown>> = {
  wasm: async () => (await import('@ibexjs/backend-wasm')).register(),
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
