import { BackendError, fromBase64, isNode, nodeRequire } from '@ibexjs/core';
import type * as nodeBuffer from 'node:buffer';
import type * as nodeV8 from 'node:v8';

import { plain, relaxed, wide, type Binary } from '../generated/kernels.js';

/** What the AssemblyScript module offers; see build/assemble.mjs. */
export interface Kernels {
  /** Runs tiles `from` to `to` of an operation on this thread. */
  readonly runTiles: (op: number, args: number, from: number, to: number, scratch: number) => void;
  /** Runs tiles taken one by one from the shared counter at `next`; returns how many. */
  readonly takeTiles: (
    op: number,
    args: number,
    next: number,
    count: number,
    scratch: number,
  ) => number;
  /** Where the table of constants is, which workers need too. */
  readonly constants: number;
}

/** Bytes of the table of constants; see assembly/math.ts. */
export const CONSTANTS_BYTES = 256;

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
 * The kinds of kernels: `plain` SIMD; `relaxed`, with fused multiplication and addition; `wide`, where
 * V8 makes one 256-bit operation of two 128-bit ones, which nearly doubles matrix products.
 */
export const SIMD_KINDS = ['plain', 'relaxed', 'wide'] as const;
export type Simd = (typeof SIMD_KINDS)[number];

/** V8 from this version on pairs operations well (Node 24). */
const WIDE_SINCE = 13;

/** Whether V8 can pair operations: Node 24 and later on x64. Where the processor lacks AVX2 it does not. */
function canWiden(): boolean {
  if (!isNode || process.arch !== 'x64' || !hasRelaxedSimd()) return false;
  return Number.parseInt(process.versions.v8, 10) >= WIDE_SINCE;
}

/** V8's flag for relaxed SIMD where it is not on by itself (Node 20). */
const RELAXED_FLAGS = [
  ['--experimental-wasm-relaxed-simd', '--no-experimental-wasm-relaxed-simd'],
] as const;

/** V8's flag for pairing, and those that make it compile all at once, by the optimizing compiler. */
const WIDE_FLAGS = [
  ['--experimental-wasm-revectorize', '--no-experimental-wasm-revectorize'],
  ['--no-liftoff', '--liftoff'],
  ['--no-wasm-lazy-compilation', '--wasm-lazy-compilation'],
] as const;

type Flags = readonly (readonly [on: string, off: string])[];

/**
 * Runs `body` with some of V8's flags. They are experimental, so they are on only while our own module
 * is compiled; everything else is compiled as ever.
 */
function withFlags<T>(flags: Flags, body: () => T): T {
  const v8 = nodeV8Flags();
  for (const [on] of flags) v8?.setFlagsFromString(on);
  try {
    return body();
  } finally {
    for (const [, off] of flags) v8?.setFlagsFromString(off);
  }
}

/** The flags that a kind of kernels is compiled with here. */
function flagsOf(simd: Simd): Flags {
  if (simd === 'wide') return WIDE_FLAGS;
  return simd === 'relaxed' && !hasRelaxedSimd() ? RELAXED_FLAGS : [];
}

/** Whether V8's flag brings relaxed SIMD; other engines than Node's refuse to set flags. */
function canTurnOnRelaxedSimd(): boolean {
  try {
    return withFlags(RELAXED_FLAGS, hasRelaxedSimd);
  } catch {
    return false;
  }
}

/** Kinds that run here, the fastest first. */
function kindsHere(): Simd[] {
  const canRelax = hasRelaxedSimd() || canTurnOnRelaxedSimd();
  return SIMD_KINDS.filter(
    (kind) => kind === 'plain' || (kind === 'relaxed' ? canRelax : canWiden()),
  ).reverse();
}

/**
 * Which kernels to use: those asked for, else the fastest that this engine runs.
 *
 * @throws BackendError when they are asked for and cannot be had
 */
export function chooseSimd(wanted: Simd | undefined): Simd {
  const kinds = kindsHere();
  if (wanted === undefined) return kinds[0]!;
  if (kinds.includes(wanted)) return wanted;
  const needs =
    wanted === 'wide' ? 'which need Node 24 or later on x64' : 'which need relaxed SIMD';
  throw new BackendError(
    `The ${wanted} kernels were asked for, ${needs}. Here are: ${kinds.join(', ')}.`,
  );
}

/** Which kernels to use when those that need experimental flags fail their test; undefined: they need none. */
export function insteadOf(simd: Simd): Simd | undefined {
  if (flagsOf(simd).length === 0) return undefined;
  return simd === 'wide' ? 'relaxed' : 'plain';
}

/** Compiles the kernels for a shared or an ordinary memory. */
export function compileKernels(simd: Simd, shared: boolean): Promise<WebAssembly.Module> {
  const binary: Binary = { plain, relaxed, wide }[simd];
  const bytes = fromBase64(binary.base64);
  // the one difference between the two kinds of memory is a flag of the import
  if (!shared) bytes[binary.sharedFlagOffset] = 1;
  const flags = flagsOf(simd);
  if (flags.length === 0) return WebAssembly.compile(bytes);
  return Promise.resolve(withFlags(flags, () => new WebAssembly.Module(bytes)));
}

/**
 * What to call after wide kernels. They seem to leave the upper halves of 256-bit registers in use, for
 * remainders of divisions in JavaScript were measured to take five times as long afterwards, until some
 * library code that clears them ran. Node's test for ASCII is such code; it takes 30 ns.
 */
export function upperHalvesClearer(): () => void {
  const { isAscii } = nodeRequire(import.meta.url)?.('node:buffer') as typeof nodeBuffer;
  const text = new Uint8Array(256);
  return () => void isAscii(text);
}

function nodeV8Flags(): typeof nodeV8 | undefined {
  return nodeRequire(import.meta.url)?.('node:v8') as typeof nodeV8 | undefined;
}

/**
 * Binds compiled kernels to tfjs's memory.
 *
 * @param constants address of CONSTANTS_BYTES bytes that are theirs
 */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  constants: number,
): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, { env: { memory, constants } });
  const { prepare, runTiles, takeTiles } = instance.exports as unknown as Kernels & {
    prepare: () => void;
  };
  prepare();
  return { runTiles, takeTiles, constants };
}
