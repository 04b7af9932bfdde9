// Writes models of packages/models/fixtures again, with vocabularies and in several files:
//   node tools/peers/write-files.mjs FOLDER      (after pnpm build)
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import '../../packages/models/node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js';
import { loadModel } from '../../packages/models/dist/index.js';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node tools/peers/write-files.mjs FOLDER');
mkdirSync(folder, { recursive: true });
const fixture = (name) =>
  new Uint8Array(readFileSync(new URL(`../../packages/models/fixtures/${name}`, import.meta.url)));

for (const name of ['text', 'tf-idf', 'strings', 'integers']) {
  const model = await loadModel(fixture(`words-${name}.keras`));
  await model.save(join(folder, `words-${name}.keras`));
}
const model = await loadModel(fixture('keras.keras'));
// in GiB: 200 bytes
await model.saveWeights(join(folder, 'model.weights.json'), { maxShardSize: 200 / 2 ** 30 });
