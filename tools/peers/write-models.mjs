// Writes each model of packages/models/fixtures/graphs.json as Ibex describes it:
//   node tools/peers/write-models.mjs FOLDER      (after pnpm build)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import '../../packages/models/node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js';
import { modelFromJSON } from '../../packages/models/dist/index.js';

const folder = process.argv[2];
if (!folder) throw new Error('usage: node tools/peers/write-models.mjs FOLDER');
mkdirSync(folder, { recursive: true });
const fixture = new URL('../../packages/models/fixtures/graphs.json', import.meta.url);
for (const [name, { config }] of Object.entries(JSON.parse(readFileSync(fixture, 'utf8')))) {
  const model = modelFromJSON(config);
  writeFileSync(join(folder, `${name}.json`), model.toJSON());
  await model.saveWeights(join(folder, `${name}.npz`));
}
