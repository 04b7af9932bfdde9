import type { Kernels } from './module.js';

/** Runs the tiles of a job; the threaded one is in threads/. */
export interface Runner {
  readonly threads: number;
  /** `scratch` holds `perThread` bytes for each thread. */
  run(op: number, args: number, tiles: number, scratch: number, perThread: number): void;
  /** Ends what it started. */
  dispose(): void;
}

export class SingleThread implements Runner {
  readonly threads = 1;
  readonly #kernels: Kernels;

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  run(op: number, args: number, tiles: number, scratch: number): void {
    this.#kernels.runTiles(op, args, 0, tiles, scratch);
  }

  dispose(): void {
    // nothing was started
  }
}
