import { Worker } from 'node:worker_threads';

import { expect, test } from '@jest/globals';

/** Compiled, since a worker runs no TypeScript. */
const COMPILED = new URL('../dist/index.js', import.meta.url).href;

/** Trains a little in a worker thread; its losses. */
function trainInWorker(backend: string): Promise<number[]> {
  const code = `
    const { parentPort } = require('node:worker_threads');
    import(${JSON.stringify(COMPILED)}).then(async ({ layers, sequential, setRandomSeed, tf, useBackend }) => {
      await useBackend(${JSON.stringify(backend)});
      setRandomSeed(3);
      const model = sequential({ layers: [layers.dense({ units: 4, activation: 'relu', inputShape: [3] }), layers.dense({ units: 1 })] });
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
      const { history } = await model.fit(tf.ones([8, 3]), tf.ones([8, 1]), { epochs: 5, verbose: 0 });
      parentPort.postMessage(history.loss);
    });`;
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true });
    worker.once('message', (losses: number[]) => {
      void worker.terminate().then(() => resolve(losses));
    });
    worker.once('error', reject);
  });
}

test('two workers compute on two backends at the same time', async () => {
  const [cpu, wasm] = await Promise.all([trainInWorker('cpu'), trainInWorker('wasm')]);
  expect(cpu).toHaveLength(5);
  expect(cpu.at(-1)).toBeLessThan(cpu[0]!);
  cpu.forEach((loss, i) => expect(Math.abs(loss - wasm[i]!)).toBeLessThan(1e-5));
});
