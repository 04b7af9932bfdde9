import { inspectBackend } from '@ibexjs/backends';
import * as tf from '@tensorflow/tfjs-core';

import { compare, type Compared } from '../compare.js';
import type { NetworkName } from '../networks.js';

/** What the page tells the test. */
export interface WebGpuReport {
  /** Why there is no WebGPU here. */
  missing?: string;
  device?: string;
  results: Partial<Record<NetworkName, Compared[]>>;
}

interface Parameters {
  networks: NetworkName[];
  steps: number;
}

export default async function run({ networks, steps }: Parameters): Promise<WebGpuReport> {
  const { available, device, reason } = await inspectBackend('webgpu');
  if (!available) return { missing: reason!, results: {} };
  // small tensors, too, shall be the GPU's work
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const results: WebGpuReport['results'] = {};
  for (const name of networks) {
    results[name] = await compare(name, ['cpu', 'webgpu'], { steps, batchSize: 16, seed: 3 });
  }
  return { device: device!, results };
}
