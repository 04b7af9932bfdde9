import { register } from '@ibexjs/backend-wasm';

import { tf, useBackend } from '../index.js';
import { trainSmallNetwork } from './train.js';

/** What the page tells the test. */
export interface Trained {
  backend: string;
  isolated: boolean;
  workers: number;
  losses: number[];
}

export default async function train(): Promise<Trained> {
  let workers = 0;
  globalThis.Worker = class extends Worker {
    constructor(url: string | URL) {
      super(url);
      workers += 1;
    }
  };
  await register({ wasmPaths: '/', threads: 2 });
  await useBackend('wasm');
  const losses = await trainSmallNetwork();
  return { backend: tf.getBackend(), isolated: crossOriginIsolated, workers, losses };
}
