// Packs every public package as npm would publish it and checks the tarballs: publint (fields and
// files), attw (do the types resolve as the code does), no workspace: ranges left, and a project
// outside the workspace that installs them and trains XOR, as ES modules and by require().
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'ibex-packages-'));
const problems = [];

/** Packs one package; returns its manifest and tarball. */
function pack(folder) {
  const [{ filename }] = [
    JSON.parse(
      execFileSync('pnpm', ['pack', '--json', '--pack-destination', work], {
        cwd: folder,
        encoding: 'utf8',
      }),
    ),
  ].flat();
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { manifest, tarball: filename.startsWith(work) ? filename : join(work, filename) };
}

async function lint({ manifest, tarball }) {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({
    pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
    strict: true,
  });
  for (const message of messages) {
    if (message.type !== 'suggestion')
      problems.push(`${manifest.name}: publint: ${formatMessage(message, manifest)}`);
  }
  try {
    execFileSync('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii'], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch (error) {
    problems.push(`${manifest.name}: attw:\n${error.stdout}`);
  }
}

const XOR = `
  const x = tf.tensor2d([[0, 0], [0, 1], [1, 0], [1, 1]]);
  const y = tf.tensor2d([[0], [1], [1], [0]]);
  core.setRandomSeed(1);
  const model = models.sequential();
  model.add(layers.dense({ units: 8, activation: 'tanh', inputShape: [2] }));
  model.add(layers.dense({ units: 1, activation: 'sigmoid' }));
  model.compile({ optimizer: new optimizers.Adam({ learningRate: 0.1 }), loss: 'binaryCrossentropy' });
  await model.fit(x, y, { epochs: 200, verbose: 0 });
  const p = Array.from(await model.predict(x).data(), Math.round).join('');
  if (p !== '0110') throw new Error('XOR was not learnt: ' + p);
`;
const NAMES = ['core', 'layers', 'models', 'optimizers'];

/** Installs the tarballs in an empty project and trains there. */
function trainElsewhere(packed) {
  const project = join(work, 'project');
  mkdirSync(project);
  const wanted = new Set();
  const add = (name) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    const entry = packed.find(({ manifest }) => manifest.name === name);
    Object.keys(entry.manifest.dependencies ?? {})
      .filter((d) => packed.some(({ manifest }) => manifest.name === d))
      .forEach(add);
  };
  NAMES.forEach((name) => add(`@ibexjs/${name}`));
  const local = Object.fromEntries(
    [...wanted].map((name) => [
      name,
      `file:${packed.find(({ manifest }) => manifest.name === name).tarball}`,
    ]),
  );
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: {
        ...local,
        '@tensorflow/tfjs-core': '4.22.0',
        '@tensorflow/tfjs-backend-cpu': '4.22.0',
      },
      overrides: local,
    }),
  );
  writeFileSync(
    join(project, 'xor.mjs'),
    `import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
${NAMES.map((n) => `import * as ${n} from '@ibexjs/${n}';`).join('\n')}
${XOR}`,
  );
  writeFileSync(
    join(project, 'xor.cjs'),
    `require('@tensorflow/tfjs-backend-cpu');
const tf = require('@tensorflow/tfjs-core');
${NAMES.map((n) => `const ${n} = require('@ibexjs/${n}');`).join('\n')}
(async () => {${XOR}})().catch((error) => { console.error(error); process.exit(1); });`,
  );
  execFileSync(
    'npm',
    ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'],
    { cwd: project, stdio: 'inherit' },
  );
  for (const file of ['xor.mjs', 'xor.cjs']) {
    try {
      execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
        cwd: project,
        stdio: 'pipe',
        encoding: 'utf8',
      });
      console.log(`${file}: trained outside the workspace`);
    } catch (error) {
      problems.push(
        `${file} in a project outside the workspace failed:\n${error.stdout}${error.stderr}`,
      );
    }
  }
}

try {
  const packed = readdirSync(join(root, 'packages')).map((name) =>
    pack(join(root, 'packages', name)),
  );
  for (const entry of packed) await lint(entry);
  trainElsewhere(packed);
} finally {
  rmSync(work, { recursive: true, force: true });
}
problems.forEach((problem) => console.error(problem));
console.log(
  problems.length === 0 ? 'all packages are fit to publish' : `${problems.length} problems`,
);
process.exit(problems.length === 0 ? 0 : 1);
