import { fromBase64 } from '@ibexjs/core/plain';

import { base64, sharedFlagOffset } from '../../generated/kernel.js';

/** What the WebAssembly module offers; see assembly/. */
export interface Kernel {
  configure(...state: number[]): void;
  setSeed(low: number, high: number): void;
  takeLoss(): number;
  train(
    model: number,
    sentences: number,
    tokens: number,
    starts: number,
    tags: number,
    tagStarts: number,
    alpha: number,
  ): number;
}

/** The compiled module, for a shared or an unshared memory. */
export async function compileKernel(shared: boolean): Promise<WebAssembly.Module> {
  const bytes = fromBase64(base64);
  if (!shared) bytes[sharedFlagOffset] = 1;
  return WebAssembly.compile(bytes);
}

/** An instance that works on `memory`. */
export async function startKernel(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Kernel> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as Kernel;
}
