// Damages files of every format that is read, and reads them:
//   node tools/fuzz-readers.mjs [MUTATIONS] [SEED]      (after npm run build; default 10000, 1)
// Each must be read or refused by an error of Ibex: no crash, no hang, no more memory than a bound.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

import '../packages/models/node_modules/@tensorflow/tfjs-backend-cpu/dist/tf-backend-cpu.node.js';
import { IbexError, RandomGenerator } from '../packages/core/dist/index.js';
import * as formats from '../packages/formats/dist/index.js';
import { dense, input, batchNormalization, lstm } from '../packages/layers/dist/index.js';
import { loadModel, model } from '../packages/models/dist/index.js';

const MUTATIONS = Number(process.argv[2] ?? 10_000);
const random = new RandomGenerator(Number(process.argv[3] ?? 1));
const SLOWEST_MS = 2_000;
const MOST_BYTES = 512 * 2 ** 20;

const fixture = (name) => readFileSync(new URL(`../packages/${name}`, import.meta.url));
const numbers = { shape: [4, 5], data: Float32Array.from({ length: 20 }, (_, i) => i / 3) };
const words = { shape: [3], data: ['Ibex', 'in', 'Stein'] };

const x = input({ shape: [5, 3] });
const normal = batchNormalization({ momentum: 0.9 }).apply(lstm({ units: 2 }).apply(x));
const net = model({ inputs: x, outputs: dense({ units: 2 }).apply(normal) });
const load = async (bytes) => {
  const loaded = await loadModel(bytes);
  loaded.optimizer?.dispose();
  loaded.dispose();
};
const weights = (bytes) => net.loadWeights(bytes);
const pickle = [...'\x80\x02}q\x00(X\x01\x00\x00\x00aK\x01X\x01\x00\x00\x00b]q\x01(K\x02K\x03eu.'];

/** Damages a file in an archive whose checksums are right again afterwards. */
function mutateInside(bytes) {
  const archive = new formats.ZipArchive(bytes);
  const chosen = archive.names[random.integer(archive.names.length)];
  return formats.writeZip(
    archive.names.map((name) => {
      const whole = archive.read(name);
      return [name, name === chosen ? mutate(whole) : whole];
    }),
  );
}

/** Whole files, what reads them, and how they are damaged. */
const READERS = {
  '.keras': [fixture('models/fixtures/keras.keras'), load],
  '.keras, inside': [fixture('models/fixtures/keras.keras'), load, mutateInside],
  '.keras with words, inside': [fixture('models/fixtures/words-tf-idf.keras'), load, mutateInside],
  '.keras with words': [fixture('models/fixtures/words-tf-idf.keras'), load],
  '.h5': [fixture('models/fixtures/keras-whole.h5'), load],
  '.weights.h5': [fixture('models/fixtures/keras.weights.h5'), weights],
  npy: [formats.writeNpy(numbers), formats.readNpy],
  'npy of words': [formats.writeNpy(words), formats.readNpy],
  npz: [formats.writeNpz({ numbers, words }), formats.readNpz],
  'npz, deflated': [formats.writeNpz({ numbers, words }, { compress: true }), formats.readNpz],
  safetensors: [formats.writeSafetensors({ numbers }), formats.readSafetensors],
  idx: [formats.writeIdx(numbers), formats.readIdx],
  gzip: [formats.gzip(formats.writeIdx(numbers)), formats.gunzip],
  pickle: [Uint8Array.from(pickle, (c) => c.charCodeAt(0)), formats.readPickle],
};

/** Changes, cuts, doubles or inserts a few bytes. */
function mutate(bytes) {
  let out = Uint8Array.from(bytes);
  for (let i = random.integer(5); i >= 0; i--) {
    const at = random.integer(out.length || 1);
    const kind = random.integer(7);
    if (kind === 0) out = out.slice(0, at);
    else if (kind === 1) out = join(out.subarray(0, at), out.subarray(at + random.integer(9)));
    else if (kind === 2) {
      const piece = out.subarray(at, at + random.integer(40));
      out = join(out.subarray(0, at), piece, out.subarray(at));
    } else if (kind === 3) out[at] = [0, 0xff, 0x7f, 0x80][random.integer(4)];
    else if (kind === 4) out.fill(0xff, at, at + 1 + random.integer(8));
    else if (out.length > 0) out[at] ^= 1 << random.integer(8);
  }
  return out;
}

function join(...pieces) {
  return new Uint8Array(Buffer.concat(pieces));
}

console.warn = () => undefined;
const names = Object.keys(READERS);
const results = Object.fromEntries(
  names.map((name) => [name, { read: 0, refused: 0, failed: 0, slowest: 0 }]),
);
const start = process.memoryUsage().rss;
let most = start;
for (let i = 0; i < MUTATIONS; i++) {
  const name = names[i % names.length];
  const [file, read, damage = mutate] = READERS[name];
  const result = results[name];
  const damaged = damage(file);
  const began = performance.now();
  try {
    await read(damaged);
    result.read++;
  } catch (error) {
    if (error instanceof IbexError) result.refused++;
    else {
      result.failed++;
      console.error(`${name}, mutation ${i}:`, error);
    }
  }
  const took = performance.now() - began;
  result.slowest = Math.max(result.slowest, took);
  if (took > SLOWEST_MS) console.error(`${name}, mutation ${i}: ${Math.round(took)} ms`);
  most = Math.max(most, process.memoryUsage().rss);
}
console.table(
  Object.fromEntries(
    names.map((name) => [
      name,
      { ...results[name], slowest: `${results[name].slowest.toFixed(1)} ms` },
    ]),
  ),
);
const grown = most - start;
const failed = names.reduce((sum, name) => sum + results[name].failed, 0);
const slow = names.filter((name) => results[name].slowest > SLOWEST_MS);
console.log(
  `${MUTATIONS} mutations: ${failed} crashes, ${slow.length} hangs, ${(grown / 2 ** 20).toFixed(0)} MiB of memory above the start`,
);
process.exitCode = failed > 0 || slow.length > 0 || grown > MOST_BYTES ? 1 : 0;
