import {
  BackendError,
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  environment,
} from '@ibexjs/core';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

import { Engine } from './engine.js';
import { kernels } from './kernels/index.js';
import { prepareFallback, readComplex } from './cpu-fallback.js';
import { installFallbacks, installKernels } from './install.js';
import { Heap } from './memory.js';
import {
  CONSTANTS_BYTES,
  chooseSimd,
  compileKernels,
  insteadOf,
  instantiateKernels,
  SIMD_KINDS,
  type Simd,
  upperHalvesClearer,
} from './module.js';
import { multipliesRightly } from './self-test.js';
import { SingleThread } from './runner.js';
import { threadCount } from './threads/count.js';
import { ThreadPool } from './threads/pool.js';
import { startPrivate, startShared, type Started } from './threads/shared-memory.js';

/** Options of `register`. */
export interface RegisterOptions {
  /**
   * Where tfjs's own `.wasm` files are: a folder's address, or an address for each file. Needed in
   * a page that a bundler made; Node finds them by itself.
   */
  wasmPaths?: string | Record<string, string>;
  /**
   * Kind of kernels: `plain`, `relaxed` (fused multiplication and addition; in Node 20 by a flag that
   * is on while they are compiled) or `wide` (256-bit operations, Node 24 on x64, likewise). Default:
   * `IBEX_SIMD`, else the fastest that the engine offers and that passes a test at start.
   */
  simd?: Simd;
  /** How many threads share the work. Default: `IBEX_THREADS`, else all cores (at most 8). */
  threads?: number;
}

const OPTIONS = ['wasmPaths', 'simd', 'threads'];
const engines = new WeakMap<tf.KernelBackend, Engine>();
let registration: Promise<void> | undefined;

/**
 * Adds Ibex's kernels to tfjs's backend `wasm`. Call it before or after `tf.setBackend('wasm')`;
 * further calls do nothing.
 *
 * @throws BackendError when WebAssembly SIMD is missing or tfjs's files cannot be loaded
 */
export function register(options: RegisterOptions = {}): Promise<void> {
  checkOptions('backend-wasm register', options, OPTIONS);
  if (options.threads !== undefined) {
    checkPositiveInteger('backend-wasm register', 'threads', options.threads);
  }
  return (registration ??= start(options));
}

async function start(options: RegisterOptions): Promise<void> {
  if (typeof options.wasmPaths === 'string') setWasmPaths(options.wasmPaths);
  else if (options.wasmPaths) setWasmPaths(options.wasmPaths);

  await prepareFallback();
  installKernels(kernels, engineOf);
  installFallbacks();
  const running = tf.engine().registry['wasm'] as BackendWasm | undefined;
  if (running) {
    await startPrivate(() => Promise.resolve(running)).then((made) => attach(made, options, 1));
    return;
  }
  // tfjs makes the backend when it is first chosen; the kernels' memory is bound to it there
  const make = tf.findBackendFactory('wasm') as () => Promise<BackendWasm>;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => makeBackend(make, options), 2);
}

async function makeBackend(
  make: () => Promise<BackendWasm>,
  options: RegisterOptions,
): Promise<BackendWasm> {
  const threads = threadCount(options.threads);
  if (threads > 1) {
    try {
      const made = await startShared(make);
      await attach(made, options, threads);
      return made.backend;
    } catch (error) {
      // any trouble with shared memory: the ordinary build does the same on one thread
      console.warn(`Ibex: wasm runs on one thread (${String(error)}).`);
    }
  }
  const made = await startPrivate(make);
  await attach(made, options, 1);
  return made.backend;
}

function engineOf(backend: tf.KernelBackend): Engine {
  const engine = engines.get(backend);
  if (engine) return engine;
  throw new BackendError('The wasm backend was made without register() of @ibexjs/backend-wasm.');
}

/** The kernels asked for by the option or the variable IBEX_SIMD. */
function simdAskedFor(option: Simd | undefined): Simd | undefined {
  const asked = option ?? (environment('IBEX_SIMD') || undefined);
  return asked === undefined
    ? undefined
    : checkChoice('backend-wasm register', 'simd', asked, SIMD_KINDS);
}

async function attach(
  { backend, memory }: Started,
  { simd }: RegisterOptions,
  threads: number,
): Promise<void> {
  readComplex(backend);
  let kind = chooseSimd(simdAskedFor(simd));
  let made = await startEngine(backend, memory, kind, threads);
  for (let next = insteadOf(kind); next && !multipliesRightly(made); next = insteadOf(kind)) {
    console.warn(
      `Ibex: the ${kind} kernels of the wasm backend failed their test; ${next} are used.`,
    );
    made.dispose();
    kind = next;
    made = await startEngine(backend, memory, kind, threads);
  }
  engines.set(backend, made);
}

async function startEngine(
  backend: BackendWasm,
  memory: WebAssembly.Memory,
  simd: Simd,
  threads: number,
): Promise<Engine> {
  const shared = threads > 1;
  const module = await compileKernels(simd, shared);
  const heap = new Heap(backend, memory);
  const instance = await instantiateKernels(module, memory, heap.allocate(CONSTANTS_BYTES));
  const runner = shared
    ? new ThreadPool(instance, heap, module, threads)
    : new SingleThread(instance);
  const afterwards = simd === 'wide' ? upperHalvesClearer() : undefined;
  return new Engine(backend, heap, runner, afterwards);
}
