import { BackendError, environment, isNode } from '@ibexjs/core';

import { useSoftwareDriver } from './software-driver.js';

/** The npm package `webgpu`: Dawn, the WebGPU of Chromium, for Node. */
interface DawnModule {
  create(options: string[]): GPU;
  /** The classes and constants that a page has: `GPUBuffer`, `GPUMapMode` … */
  globals: Record<string, unknown>;
}

let started: Promise<GPU> | undefined;

/**
 * The entrance to WebGPU: the browser's own, or Dawn's in Node.
 * @throws BackendError when there is none
 */
export async function findGpu(): Promise<GPU> {
  const own = globalThis.navigator?.gpu as GPU | undefined;
  if (own) return own;
  if (!isNode) {
    throw new BackendError(
      globalThis.isSecureContext
        ? 'this browser has no WebGPU'
        : 'this page is not secure, and browsers offer WebGPU to secure pages only',
    );
  }
  // kept: Dawn ends the devices of an entrance that is collected
  return (started ??= startDawn());
}

async function startDawn(): Promise<GPU> {
  if (environment('IBEX_WEBGPU_SOFTWARE') === '1') useSoftwareDriver();
  const dawn = await importDawn();
  for (const [name, value] of Object.entries(dawn.globals)) {
    if (!(name in globalThis)) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  }
  return dawn.create([]);
}

async function importDawn(): Promise<DawnModule> {
  // not a literal, so that bundlers for pages leave it alone
  const name = 'webgpu';
  try {
    return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as DawnModule;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw new BackendError('the npm package "webgpu" is not installed', { cause: error });
    }
    throw new BackendError(`the npm package "webgpu" does not load: ${message}`, { cause: error });
  }
}
