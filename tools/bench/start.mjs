// Where the time from process start to the end of the first trained batch of `mnist deep` goes: medians
// of --rounds processes of each Node, in turn. IBEX_BENCH_NODE24 names a Node 24 to measure, too.
//
//   npm run build && node tools/bench/start.mjs --rounds 15
import { parseArgs } from 'node:util';

import { columnsOf } from './columns.mjs';
import { timeToFirstBatch } from './process.mjs';
import { partsTable } from './tables.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const columns = columnsOf(true, undefined, process.env.IBEX_BENCH_NODE24)
  .filter(({ engine, start }) => engine === 'ibex' && start)
  .map(({ title, start }) => ({ title, start, starts: [] }));

for (let round = 0; round < Number(options.rounds); round++) {
  for (const { title, start, starts } of columns) {
    const first = await timeToFirstBatch(start);
    if (!first) throw new Error(`${title} trains no batch`);
    const all = Object.values(first.parts).reduce((a, b) => a + b, 0);
    starts.push({ ...first.parts, all, 'all, on the clock': first.ms });
  }
}

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const medians = (starts) =>
  Object.fromEntries(
    Object.keys(starts[0]).map((part) => [part, median(starts.map((s) => s[part]))]),
  );
console.log(partsTable(columns.map(({ title, starts }) => ({ title, parts: medians(starts) }))));
