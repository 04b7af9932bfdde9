import { BackendError, isNode } from '@ibexjs/core';

import type { Heap } from '../memory.js';
import type { Kernels } from '../module.js';
import type { Runner } from '../runner.js';
import { Balance } from './balance.js';
import { CONTROL, CONTROL_FIELDS } from './control.js';
import { spawnWorker, type WorkerHandle } from './spawn.js';

/** Looks at the shared counter before a worker goes to sleep: some tens of microseconds. */
const WORKER_SPINS = 20_000;
const MAIN_SPINS = 2_000;
const PATIENCE_MS = 20_000;

/** What tests change. */
export interface PoolOptions {
  /** Milliseconds to wait for a worker that has begun a tile. Default: 20,000. */
  patience?: number;
}

/**
 * Shares the tiles of each job among this thread and some workers. Every thread takes the next tile
 * from one counter, so a thread that is late, busy or dead only takes fewer: this thread does all
 * of them if need be, and waits only for tiles that another has begun.
 */
export class ThreadPool implements Runner {
  readonly threads: number;
  readonly #kernels: Kernels;
  readonly #heap: Heap;
  readonly #control: number;
  readonly #workers: WorkerHandle[];
  readonly #patience: number;
  readonly #balance = new Balance();
  #ended = 0;

  constructor(
    kernels: Kernels,
    heap: Heap,
    module: WebAssembly.Module,
    threads: number,
    options: PoolOptions = {},
  ) {
    this.threads = threads;
    this.#patience = options.patience ?? PATIENCE_MS;
    this.#kernels = kernels;
    this.#heap = heap;
    const address = (heap.allocate(4 * CONTROL_FIELDS + 64) + 63) & -64;
    this.#control = address >>> 2;
    heap.ints.fill(0, this.#control, this.#control + CONTROL_FIELDS);
    const { constants } = kernels;
    const { memory } = heap;
    const start = { module, memory, constants, control: this.#control, spins: WORKER_SPINS };
    this.#workers = Array.from({ length: threads - 1 }, (_, i) =>
      spawnWorker({ ...start, index: i + 1 }, () => this.#ended++),
    );
  }

  /** Workers that take part now, this thread not counted. */
  get workersReady(): number {
    return Atomics.load(this.#heap.ints, this.#control + CONTROL.ready) - this.#ended;
  }

  /** Resolves when every worker has started or ended; jobs need not wait for it. */
  async whenReady(): Promise<void> {
    while (this.workersReady + 2 * this.#ended < this.threads - 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  run(op: number, args: number, tiles: number, scratch: number, perThread: number): void {
    const started = performance.now();
    if (tiles === 1 || this.workersReady <= 0 || this.#balance.alone(started)) {
      this.#kernels.runTiles(op, args, 0, tiles, scratch);
      return;
    }
    const fields = this.#heap.ints;
    const c = this.#control;
    fields[c + CONTROL.next] = 0;
    fields[c + CONTROL.tiles] = tiles;
    fields[c + CONTROL.op] = op;
    fields[c + CONTROL.args] = args;
    fields[c + CONTROL.scratch] = scratch;
    fields[c + CONTROL.stride] = perThread;
    Atomics.store(fields, c + CONTROL.open, 1);
    Atomics.add(fields, c + CONTROL.job, 1);
    Atomics.notify(fields, c + CONTROL.job);
    this.#kernels.takeTiles(op, args, 4 * (c + CONTROL.next), tiles, scratch);
    Atomics.store(fields, c + CONTROL.open, 0);
    const worked = performance.now();
    this.#waitForOthers(fields);
    const now = performance.now();
    this.#balance.note(now, worked - started, now - worked);
  }

  /** Until no worker is active. */
  #waitForOthers(fields: Int32Array): void {
    const at = this.#control + CONTROL.active;
    for (let i = 0; i < MAIN_SPINS; i++) if (Atomics.load(fields, at) === 0) return;
    const deadline = performance.now() + this.#patience;
    for (;;) {
      const active = Atomics.load(fields, at);
      if (active === 0) return;
      // a page's main thread must not sleep
      if (isNode) Atomics.wait(fields, at, active, 100);
      if (performance.now() > deadline) this.#giveUp(fields);
    }
  }

  /** A worker ended in the middle of a tile: what it was to compute is missing. */
  #giveUp(fields: Int32Array): never {
    this.dispose();
    Atomics.store(fields, this.#control + CONTROL.open, 0);
    Atomics.store(fields, this.#control + CONTROL.active, 0);
    throw new BackendError(
      `A worker thread of the wasm backend did not finish its work within ${this.#patience / 1000} s ` +
        '(it was ended, or the machine is overloaded), so the last operation is incomplete. ' +
        'Resume from the last checkpoint; from now on one thread is used. ' +
        'IBEX_THREADS=1 never starts workers.',
    );
  }

  /** Ends the workers; this thread goes on alone. */
  dispose(): void {
    for (const worker of this.#workers) worker.terminate();
    Atomics.store(this.#heap.ints, this.#control + CONTROL.ready, 0);
  }
}
