import type { Chunk } from './chunks.js';
import { startKernel, type Kernel } from './kernel.js';
import { createWorker, type WorkerHandle } from './worker.js';

/** Where a thread puts the chunk it works on. */
export interface ChunkRoom {
  tokens: number;
  starts: number;
  tags: number;
  tagStarts: number;
}

/** All that a thread needs to begin. */
export interface ThreadSetup {
  /** Arguments of the kernel's `configure`. */
  state: number[];
  room: ChunkRoom;
}

/** One chunk's worth of training. */
export interface Job {
  chunk: Chunk;
  model: number;
  alpha: number;
  seed: readonly [number, number];
}

export interface JobResult {
  /** Words trained on, after sampling. */
  trained: number;
  loss: number;
}

/** Does jobs, one or several at a time. */
export interface Runner {
  /** Waits until a thread is free, then hands it the job. */
  submit(job: Job, done: (result: JobResult) => void): Promise<void>;
  /** Waits until all jobs are done. */
  drain(): Promise<void>;
  close(): void;
}

/** Does jobs on the calling thread. */
export class InlineRunner implements Runner {
  private lastPause = performance.now();

  private constructor(
    private readonly kernel: Kernel,
    private readonly memory: WebAssembly.Memory,
    private readonly room: ChunkRoom,
  ) {}

  static async start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    { state, room }: ThreadSetup,
  ): Promise<InlineRunner> {
    const kernel = await startKernel(module, memory);
    kernel.configure(...state);
    return new InlineRunner(kernel, memory, room);
  }

  async submit(
    { chunk, model, alpha, seed }: Job,
    done: (result: JobResult) => void,
  ): Promise<void> {
    const { room, kernel } = this;
    for (const part of ['tokens', 'starts', 'tags', 'tagStarts'] as const) {
      new Int32Array(this.memory.buffer, room[part], chunk[part].length).set(chunk[part]);
    }
    kernel.setSeed(seed[0], seed[1]);
    const sentences = chunk.starts.length - 1;
    const { tokens, starts, tags, tagStarts } = room;
    const trained = kernel.train(model, sentences, tokens, starts, tags, tagStarts, alpha);
    done({ trained, loss: kernel.takeLoss() });
    // Others on this thread (a page, a server) get their turn ten times a second.
    if (performance.now() - this.lastPause < 100) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.lastPause = performance.now();
  }

  async drain(): Promise<void> {}

  close(): void {}
}

/** Jobs a worker has before it gets no more: one at work, one waiting. */
const JOBS_PER_WORKER = 2;

/** Does jobs on worker threads over shared memory, without locks (Hogwild, Niu et al. 2011). */
export class WorkerRunner implements Runner {
  private readonly waiting: ((result: JobResult) => void)[][];
  private wake: (() => void) | undefined;
  private failure: Error | undefined;

  private constructor(private readonly workers: WorkerHandle[]) {
    this.waiting = workers.map(() => []);
    workers.forEach((worker, i) => {
      worker.onMessage((result) => {
        this.waiting[i]!.shift()!(result as JobResult);
        this.wake?.();
      });
      worker.onError((error) => {
        this.failure = error;
        this.wake?.();
      });
    });
  }

  static start(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    setups: readonly ThreadSetup[],
  ): WorkerRunner {
    const workers = setups.map((setup) => {
      const worker = createWorker();
      worker.post({ module, memory, ...setup });
      return worker;
    });
    return new WorkerRunner(workers);
  }

  private async change(): Promise<void> {
    if (!this.failure) await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.failure) throw this.failure;
  }

  async submit(job: Job, done: (result: JobResult) => void): Promise<void> {
    for (;;) {
      const lengths = this.waiting.map((jobs) => jobs.length);
      const least = lengths.indexOf(Math.min(...lengths));
      if (lengths[least]! < JOBS_PER_WORKER) {
        this.waiting[least]!.push(done);
        this.workers[least]!.post(job);
        return;
      }
      await this.change();
    }
  }

  async drain(): Promise<void> {
    while (this.waiting.some((jobs) => jobs.length > 0)) await this.change();
  }

  close(): void {
    for (const worker of this.workers) worker.terminate();
  }
}
