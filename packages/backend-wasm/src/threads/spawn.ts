import { nodeRequire } from '@ibexjs/core';
import type * as workerThreads from 'node:worker_threads';

import { workerLoop, type WorkerStart } from './worker.js';

/** What the pool needs to know of a worker. */
export interface WorkerHandle {
  terminate(): void;
}

/**
 * Starts a worker that runs `workerLoop`: a thread in Node, a Worker in a page.
 *
 * @param ended called if it ends, for whatever reason
 */
export function spawnWorker(start: WorkerStart, ended: () => void): WorkerHandle {
  const threads = nodeRequire(import.meta.url)?.('node:worker_threads') as
    typeof workerThreads | undefined;
  return threads ? spawnInNode(threads, start, ended) : spawnInPage(start, ended);
}

function spawnInNode(
  { Worker }: typeof workerThreads,
  start: WorkerStart,
  ended: () => void,
): WorkerHandle {
  const source =
    `const { workerData } = require('node:worker_threads');` +
    `(${workerLoop.toString()})(workerData);`;
  const worker = new Worker(source, {
    eval: true,
    workerData: start,
    execArgv: [],
    env: {},
    name: `ibex ${start.index}`,
  });
  worker.unref(); // the process ends when nothing else keeps it
  worker.once('error', () => undefined); // an exit follows
  worker.once('exit', ended);
  return { terminate: () => void worker.terminate() };
}

function spawnInPage(start: WorkerStart, ended: () => void): WorkerHandle {
  const source = `onmessage = (event) => (${workerLoop.toString()})(event.data);`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onerror = ended;
  worker.postMessage(start);
  return {
    terminate: () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}
