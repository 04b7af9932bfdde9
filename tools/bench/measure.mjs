// Times one workload in one engine and prints one line of JSON. Called by bench.mjs, one process a
// measurement:  node measure.mjs ibex|tfjs WORKLOAD --backend wasm --threads 1 --passes 3 [--quick]
// --steps N trains on N batches; --first-batch on one, says so and what took how long, and ends.
import { parseArgs } from 'node:util';

import * as tf from '@tensorflow/tfjs-core';

import workloads, { samplesOf } from './workloads.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm' },
    passes: { type: 'string', default: '3' },
    quick: { type: 'boolean', default: false },
    steps: { type: 'string' },
    'first-batch': { type: 'boolean', default: false },
  },
});
const [engine, name] = positionals;
const workload = workloads[name];
const now = () => performance.now();
const started = now();
const parts = {};

/** Notes the processor time of the part of the start that has just ended. */
function ended(part) {
  const { user, system } = process.cpuUsage();
  const before = Object.values(parts).reduce((a, b) => a + b, 0);
  parts[part] = (user + system) / 1000 - before;
}
ended('Node and tfjs-core');

/** The library to build with, on the backend asked for. */
async function load() {
  if (engine === 'ibex') {
    const api = await import('ibexjs');
    ended('modules');
    await api.useBackend(values.backend);
    ended('backend');
    return api;
  }
  await import('@tensorflow/tfjs-backend-cpu');
  await import('@tensorflow/tfjs-backend-wasm');
  await import('@ibexjs/core'); // registers the gradients, which tfjs does not do in Node
  (await import('./chained-ops.mjs')).registerChainedOps();
  await tf.setBackend(values.backend);
  await tf.ready();
  return import('@tensorflow/tfjs-layers');
}

const api = await load();
const steps = values['first-batch'] ? 1 : values.steps;
const samples = steps ? Number(steps) * workload.batchSize : samplesOf(workload, values.quick);
const [x, y] = workload.data(tf, samples);
const model = workload.model(api);
if (!workload.forward) model.compile({ optimizer: workload.optimizer, loss: workload.loss });
ended('data and model');

/** One pass over the samples, until its last number is there. */
async function pass() {
  if (workload.forward) {
    const out = model.predict(x, { batchSize: workload.batchSize });
    await out.data();
    out.dispose();
  } else {
    await model.fit(x, y, { epochs: 1, batchSize: workload.batchSize, verbose: 0, shuffle: false });
  }
}

await pass();
if (values['first-batch']) {
  ended('batch');
  console.log('first batch', JSON.stringify(parts));
  process.exit(0);
}
const firstPass = now() - started;
const times = [];
const cpuTimes = [];
for (let i = 0; i < Number(values.passes); i++) {
  const start = now();
  const cpu = process.cpuUsage();
  await pass();
  times.push(now() - start);
  const { user, system } = process.cpuUsage(cpu);
  cpuTimes.push((user + system) / 1000);
}
times.sort((a, b) => a - b);
const count = Math.ceil(samples / workload.batchSize);
console.log(
  JSON.stringify({
    engine,
    name,
    msPerStep: times[times.length >> 1] / count,
    cpuMsPerStep: Math.min(...cpuTimes) / count,
    firstPassMs: firstPass,
    peakMiB: process.resourceUsage().maxRSS / 1024,
  }),
);
process.exit(0);
