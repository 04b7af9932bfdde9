// Run by a package's build, after tsc, in the package's folder. Node opens every module as a file, which
// for some hundreds of them takes longer than a first training step. So what package.json's `exports`
// offers under the condition `node` is made here: dist/node/NAME.js is dist/NAME.js and all that it
// imports from its own package, as one file. Pages take the modules, of which a bundler leaves out
// whatever is not used.
import { readFileSync, rmSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

import { rollup } from 'rollup';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundles = Object.values(exports).flatMap(({ node }) => node ?? []);
const generated = resolve('generated');

/** Whether an import stays one: of another package, or of a generated file, which is big already. */
function external(id) {
  return isAbsolute(id) ? id.startsWith(generated) : !id.startsWith('.');
}

const modules = await rollup({
  input: bundles.map((path) => path.replace('/node/', '/')),
  external,
  treeshake: false,
});
rmSync('dist/node', { recursive: true, force: true });
await modules.write({
  dir: 'dist',
  entryFileNames: 'node/[name].js',
  // what several entries need, so that they share its state
  chunkFileNames: 'node/shared-[hash].js',
});
