// Ibex's part of round_trips.py: loads what Keras wrote in FOLDER, trains on, and writes it again.
//   node tools/peers/round-trips.mjs FOLDER      (after pnpm build)
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../../packages/models/node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js';
import tf from '../../packages/models/node_modules/@tensorflow/tfjs-core/dist/tf-core.node.js';
import { NpzFile, toTensor } from '../../packages/formats/dist/index.js';
import { loadModel } from '../../packages/models/dist/index.js';

const STEPS = 10;
const folder = process.argv[2];
if (!folder) throw new Error('usage: node tools/peers/round-trips.mjs FOLDER');

const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const results = {};
for (const [index, { inputs }] of Object.entries(expected)) {
  const path = join(folder, index);
  const data = new NpzFile(readFileSync(`${path}-data.npz`));
  const xs = Array.from({ length: inputs }, (_, i) => toTensor(data.get(`x${i}`)));
  const x = inputs > 1 ? xs : xs[0];
  const y = toTensor(data.get('y'));
  results[index] = {
    keras: await attempt(async () => {
      const model = await loadModel(`${path}.keras`);
      const outputs = await outputsOf(model, x);
      for (const form of ['keras', 'h5']) await model.save(`${path}-ibex.${form}`);
      await model.saveWeights(`${path}-ibex.weights.h5`);
      return { outputs, losses: await train(model, x, y) };
    }),
    weights: await attempt(async () => {
      const model = await loadModel(`${path}.keras`, { compile: false });
      for (const weight of model.trainableWeights) weight.assign(tf.zerosLike(weight.read()));
      await model.loadWeights(`${path}.weights.h5`);
      return { outputs: await outputsOf(model, x) };
    }),
    h5: await attempt(async () => {
      const model = await loadModel(`${path}.h5`);
      return { outputs: await outputsOf(model, x), losses: await train(model, x, y) };
    }),
  };
}
writeFileSync(join(folder, 'ibex.json'), JSON.stringify(results));

async function attempt(run) {
  try {
    return await run();
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

async function outputsOf(model, x) {
  return [...(await model.predictOnBatch(x).data())];
}

async function train(model, x, y) {
  const losses = [];
  for (let i = 0; i < STEPS; i++)
    losses.push((await model.trainOnBatch(x, y, { returnDict: true })).loss);
  return losses;
}
