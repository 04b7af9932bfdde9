// Tables of docs/performance.md.

/** A markdown table: head and rows are lists of cells. */
function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}

const ms = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const quotient = (a, b) => (a && b ? (a / b).toFixed(2) : '–');

/** The fastest cell of the columns that `belongs` chooses. */
function fastest(columns, cells, belongs) {
  const times = cells.filter((c, i) => belongs(columns[i]) && c.ms !== undefined).map((c) => c.ms);
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** Where the time until the first batch goes: a line a part, a column a `{ title, parts }`. */
export function partsTable(columns) {
  return table(
    ['CPU time until the first batch, ms', ...columns.map(({ title }) => title)],
    Object.keys(columns[0].parts).map((part) => [
      part,
      ...columns.map(({ parts }) => parts[part].toFixed(0)),
    ]),
  );
}

/** Milliseconds a step, and the fastest Ibex beside the fastest peer. */
export function timeTable(columns, rows, rounds) {
  const titles = columns.map((c) => c.title);
  const quotients = ['Ibex on wasm / Keras', 'on tensorflow / Keras'];
  const head = [`ms a step (median of ${rounds})`, ...titles, ...quotients];
  return table(
    head,
    rows.map(({ name, cells }) => [
      name,
      ...cells.map((c) => (c.ms === undefined ? c.text : ms(c.ms))),
      ...['ibex', 'tensorflow'].map((engine) =>
        quotient(
          fastest(columns, cells, (c) => c.engine === engine),
          fastest(columns, cells, (c) => c.engine === 'keras'),
        ),
      ),
    ]),
  );
}

/** The largest memory of each process. */
export function memoryTable(columns, rows) {
  return table(
    ['largest memory, MiB', ...columns.map((c) => c.title)],
    rows.map(({ name, cells }) => [
      name,
      ...cells.map((c) => (c.mib === undefined ? '–' : c.mib.toFixed(0))),
    ]),
  );
}

/** From the start of the process to the end of the first trained batch. */
export function startTable(columns, times) {
  const shown = columns.filter((_, i) => times[i] !== undefined);
  return table(
    ['from process start, ms', ...shown.map((c) => c.title)],
    [
      [
        'first batch of mnist deep',
        ...times.filter((t) => t !== undefined).map((t) => t.toFixed(0)),
      ],
    ],
  );
}
