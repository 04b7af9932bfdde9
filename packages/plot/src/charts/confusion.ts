import { checkOptions, ValueError } from '@ibexjs/core';
import { checkSameLength, toNumbers, type Numbers } from '../data/numbers.js';
import { formatTable } from '../terminal/table.js';
import { BOLD, paint } from '../terminal/ansi.js';
import { Chart, CHART_KEYS, type ChartOptions } from './chart.js';
import { seriesColor } from './line.js';

export interface ConfusionMatrixOptions extends ChartOptions {
  /** Shade by share of the row, so that rare classes show as well as common ones. Default true. */
  normalize?: boolean;
}

/**
 * How often class i (row) was predicted as class j (column).
 *
 * @param actual true class numbers
 * @param predicted predicted class numbers
 * @param classes how many classes there are; default: one more than the largest number
 */
export function countConfusions(actual: Numbers, predicted: Numbers, classes?: number): number[][] {
  const truth = toNumbers('countConfusions', 'actual', actual);
  const guess = toNumbers('countConfusions', 'predicted', predicted);
  checkSameLength('countConfusions', ['actual', truth.length], ['predicted', guess.length]);
  const size = classes ?? 1 + [...truth, ...guess].reduce((a, b) => Math.max(a, b), -1);
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  truth.forEach((row, i) => {
    const column = guess[i]!;
    for (const number of [row, column]) {
      if (Number.isInteger(number) && number >= 0 && number < size) continue;
      throw new ValueError(
        `countConfusions: sample ${i} has class ${number}; classes are 0 to ${size - 1}.`,
      );
    }
    matrix[row]![column]! += 1;
  });
  return matrix;
}

/**
 * A confusion matrix: rows are true classes, columns predictions.
 *
 * @param matrix counts, as `countConfusions` gives
 * @param labels names of the classes; default their numbers
 *
 * @throws ValueError when the matrix is not square or does not fit the labels
 */
export function confusionMatrix(
  matrix: readonly Numbers[],
  labels?: readonly (string | number)[],
  options: ConfusionMatrixOptions = {},
): Chart {
  checkOptions('confusionMatrix', options, [...CHART_KEYS, 'normalize']);
  const counts = Array.from(matrix, (row, i) => toNumbers('confusionMatrix', `row ${i}`, row));
  const size = counts.length;
  if (size === 0 || counts.some((row) => row.length !== size)) {
    throw new ValueError(
      `confusionMatrix: the matrix must be square; received rows of ${counts.map((r) => r.length).join(', ') || 'nothing'}.`,
    );
  }
  const names = labels ? labels.map(String) : counts.map((_, i) => String(i));
  checkSameLength('confusionMatrix', ['rows', size], ['labels', names.length]);

  const title = options.title ?? 'Confusion matrix';
  const { normalize = true } = options;
  const side = options.width ?? Math.min(420, Math.max(160, size * 40));
  const largest = Math.max(...counts.flat(), 1);
  const cells = counts.flatMap((row, i) => {
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((count, j) => ({
      actual: names[i]!,
      predicted: names[j]!,
      text: count === 0 ? '' : String(count),
      shade: shade(count, normalize ? sum : largest),
      hit: i === j,
    }));
  });
  const axis = { labelAngle: 0, domain: false, ticks: false, grid: false, labelFontSize: 12 };
  return new Chart(
    title,
    (theme) => ({
      ...(options.title !== undefined && { title }),
      width: side,
      height: options.height ?? side,
      data: { values: cells },
      encoding: {
        x: { field: 'predicted', type: 'nominal', sort: names, title: 'predicted', axis },
        y: { field: 'actual', type: 'nominal', sort: names, title: 'true', axis },
      },
      layer: [
        {
          mark: { type: 'rect', stroke: theme.line, strokeWidth: 1, cornerRadius: 2 },
          encoding: {
            color: {
              condition: { test: 'datum.hit', value: seriesColor(0) },
              value: seriesColor(1),
            },
            fillOpacity: { field: 'shade', type: 'quantitative', scale: null, legend: null },
          },
        },
        {
          mark: { type: 'text', fontSize: size > 12 ? 9 : 12 },
          encoding: {
            text: { field: 'text' },
            color: {
              condition: { test: 'datum.shade > 0.62', value: '#ffffff' },
              value: theme.ink,
            },
          },
        },
      ],
    }),
    ({ color }) =>
      `${paint(title, color ? BOLD : undefined)}\n` +
      formatTable(
        {
          head: ['true \\ predicted', ...names],
          rows: counts.map((row, i) => [
            names[i]!,
            ...row.map((count, j) => (count === 0 ? '·' : i === j ? `[${count}]` : String(count))),
          ]),
          align: ['left', ...names.map(() => 'right' as const)],
        },
        { color },
      ),
  );
}

/** Opacity of a cell: a single confusion among thousands still has to be seen. */
function shade(count: number, whole: number): number {
  return count === 0 ? 0 : 0.12 + 0.8 * Math.sqrt(count / whole);
}
