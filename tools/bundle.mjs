// Run by a package's build, after tsc, in the package's folder. Node opens every module as a file, which
// for some hundreds of them takes longer than a first training step. So what package.json's `exports`
// offers under the condition `node` is made here: dist/node/NAME.js is dist/NAME.js and all that it
// imports from its own package, as one file. Pages take the modules, of which a bundler leaves out
// whatever is not used.
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';

import { build } from 'esbuild';

const FOLDER = './dist/node/';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundles = Object.values(exports).flatMap(({ node }) => node ?? []);
rmSync(FOLDER, { recursive: true, force: true });
await build({
  entryPoints: bundles.map((path) => path.replace(FOLDER, './dist/')),
  outdir: FOLDER,
  bundle: true,
  // what several entries need stands in a file of its own, so that they share its state
  splitting: true,
  chunkNames: 'shared-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  // other packages, and what this one generates, are big files already
  packages: 'external',
  external: [resolve('generated/*')],
  // the workspace's tsconfig.json leads to the sources of other packages
  tsconfigRaw: {},
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'warning',
});
