import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { formulaValues } from '@ibexjs/testing';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

import { Engine } from '../engine.js';
import { gemm } from '../gemm.js';
import { Heap } from '../memory.js';
import { compileKernels, CONSTANTS_BYTES, instantiateKernels, type Kernels } from '../module.js';
import { SingleThread } from '../runner.js';
import { CONTROL } from './control.js';
import { ThreadPool } from './pool.js';

const [M, N, K] = [150, 70, 90];

/** Memory of our own with an allocator that never frees, in place of tfjs's. */
function testHeap(): Heap {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: 256, shared: true });
  let top = 1024;
  const _malloc = (bytes: number) => {
    const at = top;
    top += (bytes + 63) & -64;
    return at;
  };
  return new Heap({ wasm: { _malloc, _free: () => undefined } } as unknown as BackendWasm, memory);
}

describe('a pool of threads', () => {
  let heap: Heap;
  let kernels: Kernels;
  let module: WebAssembly.Module;
  let pool: ThreadPool;

  beforeAll(async () => {
    heap = testHeap();
    module = await compileKernels('plain', true);
    kernels = await instantiateKernels(module, heap.memory, heap.allocate(CONSTANTS_BYTES));
    pool = new ThreadPool(kernels, heap, module, 3);
    await pool.whenReady();
  });
  afterAll(() => pool.dispose());

  function product(runner: SingleThread | ThreadPool): Float32Array {
    const engine = new Engine(undefined as unknown as BackendWasm, heap, runner);
    const [a, b, c] = [M * K, K * N, M * N].map((size) => heap.allocate(4 * size)) as [
      number,
      number,
      number,
    ];
    heap.floats.set(formulaValues(M * K, 1), a >>> 2);
    heap.floats.set(formulaValues(K * N, 2), b >>> 2);
    const matrix = (address: number, row: number) => ({ address, row, column: 1, batch: 0 });
    gemm(engine, matrix(a, K), matrix(b, N), c, [1, M, N, K]);
    return heap.floats.slice(c >>> 2, (c >>> 2) + M * N);
  }

  test('starts its workers', () => {
    expect(pool.workersReady).toBe(2);
  });

  test('computes bit for bit what one thread computes, every time', () => {
    const expected = product(new SingleThread(kernels));
    for (let i = 0; i < 30; i++) expect(product(pool)).toEqual(expected);
  });

  test('goes on with those that are left when a worker ends', async () => {
    const other = new ThreadPool(kernels, heap, module, 2);
    await other.whenReady();
    const expected = product(other);
    other.dispose();
    expect(other.workersReady).toBeLessThanOrEqual(0);
    expect(product(other)).toEqual(expected);
  });

  test('says so when a worker never finishes its work, then runs on one thread', async () => {
    const hasty = new ThreadPool(kernels, heap, module, 2, { patience: 50 });
    await hasty.whenReady();
    // as if a worker had taken a tile and vanished; the control block was allocated last
    const before = heap.allocate(64);
    const control = findControl(before);
    Atomics.store(heap.ints, control + CONTROL.active, 1);
    expect(() => product(hasty)).toThrow(/did not finish its work within 0.05 s/);
    expect(product(hasty)).toEqual(product(pool));
  });

  /** The control block of the pool made last: the block of 128 bytes before that address. */
  function findControl(address: number): number {
    return ((address - 128 + 63) & -64) >>> 2;
  }
});

test('workers do not keep the process alive', async () => {
  const script = `
    import * as tf from '@tensorflow/tfjs-core';
    import { register } from './dist/index.js';
    await register({ threads: 2 });
    await tf.setBackend('wasm');
    console.log(tf.matMul(tf.ones([64, 64]), tf.ones([64, 64])).dataSync()[0]);`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 30_000,
  });
  expect(stdout.trim()).toBe('64');
});

test('training goes on when a worker thread is killed', async () => {
  const script = `
    import * as tf from '@tensorflow/tfjs-core';
    let gone = false;
    process.on('worker', (worker) => {
      worker.once('online', () => void worker.terminate());
      worker.once('exit', () => (gone = true));
    });
    const { register } = await import('./dist/index.js');
    await register({ threads: 2 });
    await tf.setBackend('wasm');
    const x = tf.fill([300, 300], 0.5);
    const results = new Set();
    for (let after = 0; after < 5; after += gone ? 1 : 0) {
      const y = tf.matMul(x, x);
      for (const value of await y.data()) results.add(value);
      y.dispose();
      await new Promise((resolve) => setImmediate(resolve));
    }
    console.log([...results].join());`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { timeout: 30_000 },
  );
  expect(stdout.trim()).toBe('75');
});
