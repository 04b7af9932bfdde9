// Makes an application that Keras made, loads its weights, and predicts: see applications.py.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs-core';

import { useBackend } from '../../packages/backends/dist/index.js';
import { deferValues } from '../../packages/core/dist/index.js';
import * as applications from '../../packages/applications/dist/index.js';
import { modelFromJSON } from '../../packages/models/dist/index.js';

const byKerasName = new Map(
  Object.entries(applications).map(([name, value]) => [name.toLowerCase(), value]),
);
const find = (name) => byKerasName.get(name.toLowerCase());
const since = (start) => (performance.now() - start) / 1000;
const peak = () => process.resourceUsage().maxRSS / 1024;

function describe(model) {
  return model.layers.flatMap((layer) => [
    `${layer.getClassName()} ${layer.name}`,
    ...layer.weights.map(({ name, shape }) => `${name} [${shape.join(',')}]`.replace(' ', '')),
  ]);
}

function check(what, ours, theirs) {
  const at = ours.findIndex((line, i) => line !== theirs[i]);
  if (at < 0 && ours.length === theirs.length) return;
  throw new Error(`${what}: line ${at} is ${ours[at]} here, ${theirs[at]} in Keras`);
}

/** How long predicting takes, once warm. */
async function predict(model, images) {
  const times = [];
  let values;
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    const outputs = model.predict(images);
    values = await outputs.data();
    times.push(since(start));
    outputs.dispose();
  }
  return { values, seconds: Math.min(...times) };
}

async function compare(folder) {
  const keras = JSON.parse(readFileSync(join(folder, 'keras.json'), 'utf8'));
  const floats = (name) =>
    new Float32Array(new Uint8Array(readFileSync(join(folder, name))).buffer);
  const { application, top, size } = keras;
  const options = {
    includeTop: top,
    ...(!top || application.startsWith('MobileNetV3') ? { inputShape: [size, size, 3] } : {}),
    ...(top && { classifierActivation: null }),
  };
  let start = performance.now();
  const model = await deferValues(() => find(application)({ ...options, weights: null }));
  const make = since(start);
  check('names', describe(model), keras.lines);
  if (model.countParams() !== keras.parameters) throw new Error('numbers of parameters differ');
  const config = readFileSync(join(folder, 'config.json'), 'utf8');
  check('config', describe(deferValues(() => modelFromJSON(config))), keras.lines);
  writeFileSync(join(folder, 'ibex-config.json'), model.toJSON());
  start = performance.now();
  await model.loadWeights(join(folder, 'model.weights.h5'));
  const load = since(start);
  const images = tf.tensor4d(floats('images.bin'), [1, size, size, 3]);
  const { values, seconds } = await predict(model, images);
  const expected = floats('outputs.bin');
  let [difference, largest] = [0, 0];
  for (const [i, value] of expected.entries()) {
    difference = Math.max(difference, Math.abs(value - values[i]));
    largest = Math.max(largest, Math.abs(value));
  }
  const result = {
    same: 'same',
    difference: difference / largest,
    seconds: { make, load, predict: seconds },
  };
  console.log(JSON.stringify(result));
}

async function load(name, path) {
  const idle = peak();
  const start = performance.now();
  await find(name)({ weights: path });
  console.log(
    `Ibex   make and load ${since(start).toFixed(2)} s, peak ${peak().toFixed(0)} MB, of which ${idle.toFixed(0)} before`,
  );
}

await useBackend('wasm');
const [first, ...rest] = process.argv.slice(2);
await (first === '--load' ? load(...rest) : compare(first));
