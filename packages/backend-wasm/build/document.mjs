// Writes the lists of kernels into docs/wasm-engine.md, between its markers. Run after a build:
//   node build/document.mjs
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { listKernels, register } from '../dist/index.js';

await register({ threads: 1 });
const kernels = [...listKernels()];
const named = (origin) => kernels.filter(([, o]) => o === origin).map(([name]) => `\`${name}\``);
const section = (title, origin) =>
  `**${title}** (${named(origin).length}): ${named(origin).join(', ')}.`;
const text = [
  section('Own kernels', 'ibex'),
  section("tfjs's kernels, which are good", 'tfjs'),
  section("The cpu backend's code, on copies", 'cpu'),
].join('\n\n');

const file = fileURLToPath(new URL('../../../docs/wasm-engine.md', import.meta.url));
const [before, rest] = readFileSync(file, 'utf8').split('<!-- kernels:start -->');
const after = rest.split('<!-- kernels:end -->')[1];
writeFileSync(
  file,
  `${before}<!-- kernels:start -->\n<!-- prettier-ignore -->\n${text}\n\n<!-- kernels:end -->${after}`,
);
