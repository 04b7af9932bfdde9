import { isNode } from '@ibexjs/core/plain';

/** A worker thread of Node or of a page, alike. */
export interface WorkerHandle {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onError(listener: (error: Error) => void): void;
  terminate(): void;
}

/**
 * What a worker runs. It is text, so that it needs no file of its own in any bundle: the first
 * message brings the module, the memory and the state, each later one a job (see runners.ts).
 */
const SOURCE = `
const port = typeof require === 'function' ? require('node:worker_threads').parentPort : self;
let kernel, memory, room;
const start = (message) => {
  ({ memory, room } = message);
  kernel = new WebAssembly.Instance(message.module, { env: { memory } }).exports;
  kernel.configure(...message.state);
};
const work = ({ chunk, model, alpha, seed }) => {
  for (const part of ['tokens', 'starts', 'tags', 'tagStarts']) {
    new Int32Array(memory.buffer, room[part], chunk[part].length).set(chunk[part]);
  }
  kernel.setSeed(seed[0], seed[1]);
  const trained = kernel.train(model, chunk.starts.length - 1, room.tokens, room.starts,
    room.tags, room.tagStarts, alpha);
  port.postMessage({ trained, loss: kernel.takeLoss() });
};
const receive = (message) => (kernel ? work(message) : start(message));
if (port.on) port.on('message', receive);
else port.onmessage = (event) => receive(event.data);
`;

function nodeWorker(): WorkerHandle {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  // Flags of the parent (a test runner's, an inspector's) are none of the worker's business.
  const worker = new Worker(SOURCE, { eval: true, execArgv: [] });
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onError: (listener) => worker.on('error', listener),
    terminate: () => void worker.terminate(),
  };
}

function pageWorker(): WorkerHandle {
  const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
  const worker = new Worker(url);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => (worker.onmessage = (event) => listener(event.data)),
    onError: (listener) =>
      (worker.onerror = (event) =>
        listener(new Error(`A training thread failed: ${event.message}`))),
    terminate: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

/** A new worker thread that waits for its first message. */
export function createWorker(): WorkerHandle {
  return isNode ? nodeWorker() : pageWorker();
}

/** True where worker threads can be made. */
export const hasWorkers: boolean = isNode || typeof Worker === 'function';
