import { checkOptions, ValueError } from '@ibexjs/core';
import {
  checkSameLength,
  extent,
  finiteOrNull,
  shortNumber,
  toNumbers,
  type Numbers,
} from '../data/numbers.js';
import { BOLD, paint, seriesCode } from '../terminal/ansi.js';
import { Chart, CHART_KEYS, type ChartOptions } from './chart.js';
import { seriesColor } from './line.js';

export interface ScatterChartOptions extends ChartOptions {
  x: Numbers;
  y: Numbers;
  /** Group of each point; colours it. */
  groups?: ArrayLike<string | number>;
  /** Word beside each point. */
  labels?: ArrayLike<string>;
  /** Name of the horizontal axis. */
  xTitle?: string;
  /** Name of the vertical axis. */
  yTitle?: string;
}

interface Point {
  x: number | null;
  y: number | null;
  group: string;
  label: string;
}

const KEYS = [...CHART_KEYS, 'x', 'y', 'groups', 'labels', 'xTitle', 'yTitle'];

/**
 * Points in a plane, coloured by group.
 *
 * @example
 * scatterChart({ x: codes.map((c) => c[0]), y: codes.map((c) => c[1]), groups: digits });
 *
 * @throws ValueError when x, y, groups or labels differ in length, or there is no point
 */
export function scatterChart(options: ScatterChartOptions): Chart {
  checkOptions('scatterChart', options, KEYS);
  const points = tidyPoints(options);
  const groups = [...new Set(points.map((point) => point.group))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const title = options.title ?? 'Scatter chart';
  const { width = 420, height = 340, xTitle = '', yTitle = '' } = options;
  const axis = { zero: false, nice: true };
  return new Chart(
    title,
    (theme) => ({
      ...(options.title !== undefined && { title }),
      width,
      height,
      data: { values: points },
      encoding: {
        x: {
          field: 'x',
          type: 'quantitative',
          title: xTitle,
          scale: axis,
          axis: { grid: true, domain: false, ticks: false },
        },
        y: { field: 'y', type: 'quantitative', title: yTitle, scale: axis },
        color: {
          field: 'group',
          type: 'nominal',
          scale: { domain: groups, range: groups.map((_, i) => seriesColor(i)) },
          ...(groups.length === 1 && { legend: null }),
        },
      },
      layer: [
        { mark: { type: 'circle', size: points.length > 500 ? 16 : 42, opacity: 0.75 } },
        ...(options.labels
          ? [
              {
                mark: { type: 'text', align: 'left', dx: 7, baseline: 'middle', fontSize: 11 },
                encoding: { text: { field: 'label' }, color: { value: theme.ink } },
              },
            ]
          : []),
      ],
    }),
    ({ color, width: columns }) => drawPoints(title, points, groups, color, Math.min(columns, 72)),
  );
}

function tidyPoints(options: ScatterChartOptions): Point[] {
  const x = toNumbers('scatterChart', 'x', options.x);
  const y = toNumbers('scatterChart', 'y', options.y);
  checkSameLength('scatterChart', ['x', x.length], ['y', y.length]);
  if (x.length === 0) throw new ValueError('scatterChart: there are no points to draw.');
  const { groups, labels } = options;
  if (groups) checkSameLength('scatterChart', ['x', x.length], ['groups', groups.length]);
  if (labels) checkSameLength('scatterChart', ['x', x.length], ['labels', labels.length]);
  return x.map((value, i) => ({
    x: finiteOrNull(value),
    y: finiteOrNull(y[i]),
    group: groups ? String(groups[i]) : '',
    label: labels?.[i] ?? '',
  }));
}

/** Points as characters: the group's own first letter, or a dot. */
function drawPoints(
  title: string,
  points: readonly Point[],
  groups: readonly string[],
  color: boolean,
  width: number,
): string {
  const heading = paint(title, color ? BOLD : undefined);
  const placed = points.filter(
    (p): p is Point & { x: number; y: number } => p.x !== null && p.y !== null,
  );
  const xs = extent(placed.map((p) => p.x));
  const ys = extent(placed.map((p) => p.y));
  if (!xs || !ys) return `${heading}\n(no finite values)`;
  const rows = 18;
  const columns = width - 4;
  const cells = Array.from({ length: rows }, () => new Array<string>(columns).fill(' '));
  const at = (value: number, [from, to]: readonly [number, number], count: number) =>
    to === from ? Math.floor(count / 2) : Math.round(((value - from) / (to - from)) * (count - 1));
  for (const point of placed) {
    const group = groups.indexOf(point.group);
    const mark = groups.length > 1 ? ([...point.group][0] ?? '•') : '•';
    cells[rows - 1 - at(point.y, ys, rows)]![at(point.x, xs, columns)] = paint(
      mark,
      color ? seriesCode(group) : undefined,
    );
  }
  const range = (name: string, [from, to]: readonly [number, number]) =>
    `${name} ${shortNumber(from)} … ${shortNumber(to)}`;
  return [
    heading,
    `┌${'─'.repeat(columns)}┐`,
    ...cells.map((row) => `│${row.join('')}│`),
    `└${'─'.repeat(columns)}┘`,
    `${range('x', xs)}   ${range('y', ys)}`,
  ].join('\n');
}
