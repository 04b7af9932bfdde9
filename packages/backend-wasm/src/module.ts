import { BackendError, nodeRequire } from '@ibexjs/core';
import type * as nodeV8 from 'node:v8';

import { plain, relaxed, type Binary } from '../generated/kernels.js';

/** What the AssemblyScript module offers; see build/assemble.mjs. */
export interface Kernels {
  /** Runs tiles `from` to `to` of an operation on this thread. */
  runTiles(op: number, args: number, from: number, to: number, scratch: number): void;
  /** Runs tiles taken one by one from the shared counter at `next`; returns how many. */
  takeTiles(op: number, args: number, next: number, count: number, scratch: number): number;
}

/** A module of one function: two splats and i8x16.relaxed_swizzle, the cheapest of the family. */
const RELAXED_PROBE = [
  0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0, 10, 0x0f, 1, 0x0d, 0,
  0x41, 0, 0xfd, 0x0f, 0x41, 0, 0xfd, 0x0f, 0xfd, 0x80, 2, 0x0b,
];

/** Whether this engine runs relaxed SIMD: Node 22 and later, Chrome 114, Firefox 145. */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(Uint8Array.from(RELAXED_PROBE));
}

/**
 * Whether to use relaxed SIMD: when it is there, or as the user says. Asking for it in Node 20 turns
 * on V8's flag for it, an experimental feature there.
 *
 * @throws BackendError when it is asked for and cannot be had
 */
export function useRelaxedSimd(wanted: boolean | undefined): boolean {
  if (wanted === false) return false;
  if (wanted && !hasRelaxedSimd()) {
    const v8 = nodeRequire(import.meta.url)?.('node:v8') as typeof nodeV8 | undefined;
    v8?.setFlagsFromString('--experimental-wasm-relaxed-simd');
    if (hasRelaxedSimd()) return true;
    throw new BackendError(
      'Relaxed SIMD was asked for, but this JavaScript engine has none. Leave the option out.',
    );
  }
  return hasRelaxedSimd();
}

/** Compiles the kernels for a shared or an ordinary memory. */
export function compileKernels(useRelaxed: boolean, shared: boolean): Promise<WebAssembly.Module> {
  const binary: Binary = useRelaxed ? relaxed : plain;
  const bytes = Uint8Array.from(atob(binary.base64), (letter) => letter.charCodeAt(0));
  // the one difference between the two kinds of memory is a flag of the import
  if (!shared) bytes[binary.sharedFlagOffset] = 1;
  return WebAssembly.compile(bytes);
}

/** Binds compiled kernels to tfjs's memory. */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory } });
  return instance.exports as unknown as Kernels;
}
