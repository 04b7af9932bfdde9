// Runs the conformance suites on backends and writes what they found to
// tools/doc-examples/parity/conformance.json, which docs/parity.md is made from:
//   npm run conformance -- wasm webgpu
// kernels and gradients against the cpu backend and finite differences, every layer against Keras'
// fixtures, training trajectories against the cpu backend.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ledger = join(root, 'tools/doc-examples/parity/conformance.json');
const jest = join(root, 'node_modules/jest/bin/jest.js');
const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** The tests of `testLayer`, by what all their names contain. */
const LAYER_TESTS =
  '(config and weights equal|shapes, values and updates equal|gradients equal Keras|output mask equals|works for any batch size|a training step lowers)';

/** Folder, and arguments of jest: what is run for a backend. */
function suitesOf(backend) {
  const own = `packages/backend-${backend}`;
  const kernels = { cpu: [], webgpu: [[own, '--config', 'jest.conformance.config.mjs']] }[
    backend
  ] ?? [[own, 'src/conformance/(kernels|gradients)']];
  const trajectories = backend === 'cpu' ? [] : [['apps/compare-backends', 'compare.test']];
  const golden = ['optimizers', 'losses', 'metrics'].map((name) => [`packages/${name}`, 'golden']);
  const training = ['packages/models', 'training/(fit|loops)'];
  const layers = ['packages/layers', '-t', LAYER_TESTS];
  return [...kernels, layers, ...golden, training, ...trajectories];
}

/** Backends on which a test failed. */
const failed = new Set();

function examine(backend) {
  const folder = mkdtempSync(join(tmpdir(), 'ibex-conformance-'));
  for (const [where, ...args] of suitesOf(backend)) {
    console.log(`== ${backend}: ${where}`);
    const trajectories = where.startsWith('apps/');
    const { status } = spawnSync(
      process.execPath,
      [...nodeFlags, jest, '--silent', '-w', '1', ...args],
      {
        cwd: join(root, where),
        stdio: 'inherit',
        env: {
          ...process.env,
          IBEX_CONFORMANCE: folder,
          IBEX_TEST_BACKENDS: trajectories ? `cpu,${backend}` : backend,
        },
      },
    );
    // a test that throws leaves no number
    if (status !== 0) failed.add(backend);
  }
  const reports = readdirSync(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
    .filter((report) => report.backend === backend);
  rmSync(folder, { recursive: true });
  const suites = {};
  for (const suite of ['kernels', 'gradients', 'layers', 'trajectories']) {
    const found = reports.filter(({ suite: name }) =>
      `${name} `.startsWith(suite.replace(/s$/, '')),
    );
    if (found.length > 0) suites[suite] = sum(found);
  }
  return { node: process.version, processor: cpus()[0]?.model.trim(), suites };
}

/** One report of many: the layers have one each. */
function sum(reports) {
  const add = (key) => reports.reduce((total, report) => total + report[key], 0);
  const differences = reports.flatMap(({ largest }) => largest);
  differences.sort((a, b) => b.difference - a.difference);
  return {
    cases: add('cases'),
    passes: add('passes'),
    largest: differences.slice(0, 3),
    exceptions: reports.flatMap(({ exceptions }) => exceptions),
  };
}

const backends = process.argv.slice(2);
if (backends.length === 0) {
  console.error('usage: npm run conformance -- BACKEND…   (cpu, wasm, webgpu, tensorflow, cuda)');
  process.exit(2);
}
const all = JSON.parse(readFileSync(ledger, 'utf8'));
for (const backend of backends) all[backend] = examine(backend);
writeFileSync(ledger, `${JSON.stringify(all, null, 2)}\n`);
for (const backend of backends) {
  for (const [suite, { cases, passes, largest, exceptions }] of Object.entries(
    all[backend].suites,
  )) {
    const worst = largest[0];
    console.log(
      `${backend} ${suite}: ${passes} of ${cases} pass, ${exceptions.length} known not to; ` +
        `largest difference ${worst?.difference ?? 0}${worst ? ` (${worst.name})` : ''}`,
    );
  }
}
if (failed.size > 0) console.error(`Tests failed on ${[...failed].join(', ')}.`);
process.exit(failed.size > 0 ? 1 : 0);
