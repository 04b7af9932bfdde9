import { extent, shortNumber } from '../data/numbers.js';
import { BOLD, DIM, paint, seriesCode } from './ansi.js';

export interface TerminalCurve {
  name: string;
  /** Heights at equal steps; NaN leaves a gap. */
  values: readonly number[];
}

const MIN_COLUMNS = 24;

/** `count` heights along the polyline through `values`, so that short curves are as wide as long. */
export function resample(values: readonly number[], count: number): number[] {
  if (values.length === 1) return new Array<number>(count).fill(values[0]!);
  return Array.from({ length: count }, (_, i) => {
    const at = (i / (count - 1)) * (values.length - 1);
    const left = Math.min(Math.floor(at), values.length - 2);
    const part = at - left;
    const a = values[left]!;
    const b = values[left + 1]!;
    return part === 0 ? a : part === 1 ? b : a * (1 - part) + b * part;
  });
}

/**
 * Curves over a common horizontal axis from `from` to `to`, drawn with box characters:
 * title, chart, axis and legend. Where values are not finite, a curve has a gap.
 */
export function drawCurves(
  title: string,
  curves: readonly TerminalCurve[],
  axis: { from: number; to: number; name: string },
  options: { color: boolean; width: number; height?: number },
): string {
  const { color, width, height = 10 } = options;
  const heading = paint(title, color ? BOLD : undefined);
  const range = extent(curves.flatMap((curve) => [...curve.values]));
  if (!range) return `${heading}\n(no finite values)`;
  const [low, high] = range;
  const rows = low === high ? 1 : height + 1;
  const step = (high - low) / Math.max(1, rows - 1);
  const numbers = Array.from({ length: rows }, (_, row) => rowLabel(high - row * step, step));
  const gutter = Math.max(...numbers.map((number) => number.length)) + 1;
  const columns = Math.max(MIN_COLUMNS, width - gutter - 2);

  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  curves.forEach((curve, i) => {
    const heights = resample(curve.values, columns).map((value) =>
      Number.isFinite(value) ? Math.round(step === 0 ? 0 : (high - value) / step) : undefined,
    );
    traceCurve(cells, heights, color ? seriesCode(i) : undefined);
  });
  const legend = curves
    .map((curve, i) => paint(`── ${curve.name}`, color ? seriesCode(i) : undefined))
    .join('   ');
  const indent = ' '.repeat(gutter + 1);
  return [
    heading,
    ...cells.map((row, i) => `${numbers[i]!.padStart(gutter)}┤${row.join('').replace(/ +$/, '')}`),
    indent + paint(scaleLine(axis, columns), color ? DIM : undefined),
    ...(curves.length > 1 || curves[0]?.name !== title ? [indent + legend] : []),
  ].join('\n');
}

/** Draws one curve: level pieces, and corners joined by uprights where it rises or falls. */
function traceCurve(
  cells: string[][],
  rows: readonly (number | undefined)[],
  code: string | undefined,
): void {
  const set = (row: number, column: number, mark: string) => {
    cells[row]![column] = paint(mark, code);
  };
  rows.forEach((to, column) => {
    const from = rows[column - 1] ?? to;
    if (to === undefined || from === undefined) return;
    if (from === to) {
      set(to, column, '─');
      return;
    }
    const rises = to < from;
    set(from, column, rises ? '╯' : '╮');
    set(to, column, rises ? '╭' : '╰');
    for (let row = Math.min(from, to) + 1; row < Math.max(from, to); row++) set(row, column, '│');
  });
}

/** Both ends of the axis, its name between them. */
function scaleLine(axis: { from: number; to: number; name: string }, columns: number): string {
  const left = shortNumber(axis.from);
  const right = shortNumber(axis.to);
  const gap = Math.max(2, columns - left.length - right.length - axis.name.length);
  const before = Math.floor(gap / 2);
  return left + ' '.repeat(before) + axis.name + ' '.repeat(gap - before) + right;
}

/** As many digits as tell neighbouring rows apart. */
function rowLabel(value: number, step: number): string {
  if (step === 0) return shortNumber(value);
  const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step))));
  return Math.abs(value) >= 1e6 || step < 1e-6 ? value.toExponential(2) : value.toFixed(digits);
}
