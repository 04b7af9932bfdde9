import { nodeRequire } from '@ibexjs/core';
import type * as workerThreads from 'node:worker_threads';

import { workerLoop, type WorkerStart } from './worker.js';

/** What the pool needs to know of a worker. */
export interface WorkerHandle {
  terminate(): void;
}

/** Called once when a worker is ready, and once if it ends, for whatever reason. */
export interface WorkerEvents {
  ready: () => void;
  ended: (reason: string) => void;
}

/** Starts a worker that runs `workerLoop`: a thread in Node, a Worker in a page. */
export function spawnWorker(start: WorkerStart, events: WorkerEvents): WorkerHandle {
  const threads = nodeRequire(import.meta.url)?.('node:worker_threads') as
    typeof workerThreads | undefined;
  return threads ? spawnInNode(threads, start, events) : spawnInPage(start, events);
}

function spawnInNode(
  { Worker }: typeof workerThreads,
  start: WorkerStart,
  events: WorkerEvents,
): WorkerHandle {
  const source =
    `const { parentPort, workerData } = require('node:worker_threads');` +
    `(${workerLoop.toString()})(workerData, () => parentPort.postMessage('ready'));`;
  const worker = new Worker(source, {
    eval: true,
    workerData: start,
    execArgv: [],
    env: {},
    name: `ibex ${start.index}`,
  });
  worker.unref(); // the process ends when nothing else keeps it
  worker.once('message', events.ready);
  worker.once('error', (error: Error) => events.ended(error.message));
  worker.once('exit', () => events.ended('it was ended'));
  return { terminate: () => void worker.terminate() };
}

function spawnInPage(start: WorkerStart, events: WorkerEvents): WorkerHandle {
  const source =
    `onmessage = (event) => (${workerLoop.toString()})` +
    `(event.data, () => postMessage('ready'));`;
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  worker.onmessage = () => {
    URL.revokeObjectURL(url);
    events.ready();
  };
  worker.onerror = (event) => events.ended(event.message);
  worker.postMessage(start);
  return { terminate: () => worker.terminate() };
}
