// Writes docs/parity.md: every public class (and activation, data set, application) of Keras 3, its
// name here, or "missing". Run `npm run docs:parity` after adding one; keras-names.json comes from
// keras_names.py. Values, gradients and configs are held to Keras by the packages' own tests.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import * as ibex from 'ibexjs';

import { backendSection } from './backends.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version, names } = JSON.parse(readFileSync(here('keras-names.json'), 'utf8'));

const camel = (name) => name.replace(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const plain = (name) => name.replace(/_/g, '').toLowerCase();

/** Where the things of a Keras room stand here. */
const rooms = {
  'preprocessing.image': ['image', ibex.image],
  'optimizers.schedules': ['optimizers', ibex.optimizers],
};

/** The name in `space` that a Keras name has, or undefined. */
function find(space, name) {
  if (space === undefined) return undefined;
  for (const candidate of [name, camel(name)]) if (candidate in space) return candidate;
  return Object.keys(space).find((own) => plain(own) === plain(name));
}

const lines = [
  '# Parity with Keras',
  '',
  `Every public class of Keras ${version}, and its name in \`ibexjs\`. Written by \`npm run docs:parity\`.`,
  '',
];
const summary = [];
const sections = [];
for (const [room, list] of Object.entries(names)) {
  const [title, space] = rooms[room] ?? [room, ibex[room]];
  const rows = list.map((name) => [name, find(space, name)]);
  const found = rows.filter(([, own]) => own);
  const missing = rows.filter(([, own]) => !own).map(([name]) => `\`${name}\``);
  summary.push(`| \`keras.${room}\` | ${found.length} | ${list.length} |`);
  sections.push(
    `## keras.${room}`,
    '',
    ...(found.length
      ? [
          found
            .map(([name, own]) => (own === name ? `\`${own}\`` : `\`${name}\` → \`${own}\``))
            .join(', '),
          '',
          `In \`${title}\`.`,
          '',
        ]
      : []),
    ...(missing.length ? [`**Missing:** ${missing.join(', ')}`, ''] : []),
  );
}
lines.push(
  '| | here | in Keras |',
  '| --- | ---: | ---: |',
  ...summary,
  '',
  ...sections,
  ...backendSection(),
);
writeFileSync(here('../../../docs/parity.md'), `${lines.join('\n').trimEnd()}\n`);
console.log(summary.join('\n'));
