import { checkOptions, ValueError } from '@ibexjs/core';
import { checkSameLength, finiteOrNull, toNumbers, type Numbers } from '../data/numbers.js';
import { drawBars } from '../terminal/bars.js';
import { Chart, CHART_KEYS, type ChartOptions } from './chart.js';
import { seriesColor } from './line.js';

/** One set of bars. */
export interface BarSeries {
  name: string;
  values: Numbers;
}

export interface BarChartOptions extends ChartOptions {
  /** What each bar stands for. */
  labels: readonly (string | number)[];
  /** One value for each label … */
  values?: Numbers;
  /** … or several sets of them, beside each other. */
  series?: readonly BarSeries[];
  /** Name of the value axis. */
  valueTitle?: string;
}

/**
 * Horizontal bars, in the order given.
 *
 * @example
 * barChart({ labels: ['simple', 'deep'], values: [0.95, 0.979], title: 'test accuracy' });
 *
 * @throws ValueError when labels and values differ in number, or there are none
 */
export function barChart(options: BarChartOptions): Chart {
  checkOptions('barChart', options, [...CHART_KEYS, 'labels', 'values', 'series', 'valueTitle']);
  const { labels, series, names } = tidyBars(options);
  const title = options.title ?? (names.join(', ') || 'Bar chart');
  const { width = 420, valueTitle = '' } = options;
  const rows = series.flatMap(({ name, values }) =>
    values.map((value, i) => ({ name, label: labels[i]!, value })),
  );
  return new Chart(
    title,
    (theme) => ({
      ...(options.title !== undefined && { title }),
      width,
      height: options.height ?? Math.max(60, rows.length * 22),
      data: { values: rows.map((row) => ({ ...row, value: finiteOrNull(row.value) })) },
      encoding: {
        y: {
          field: 'label',
          type: 'nominal',
          sort: labels,
          title: null,
          axis: { grid: false, labelLimit: 260, labelColor: theme.ink, labelFontSize: 12 },
        },
        x: {
          field: 'value',
          type: 'quantitative',
          title: valueTitle,
          axis: { grid: true, domain: false, ticks: false, tickCount: 6 },
        },
        ...(series.length > 1 && {
          yOffset: { field: 'name', sort: names },
          color: {
            field: 'name',
            type: 'nominal',
            scale: { domain: names, range: names.map((_, i) => seriesColor(i)) },
          },
        }),
      },
      layer: [
        { mark: { type: 'bar', cornerRadiusEnd: 3, color: seriesColor(0) } },
        {
          mark: {
            type: 'text',
            align: 'left',
            baseline: 'middle',
            dx: 5,
            fontSize: 11,
            color: theme.muted,
          },
          encoding: {
            text: { field: 'value', type: 'quantitative', format: '.4~g' },
            color: { value: theme.muted },
          },
        },
      ],
    }),
    ({ color, width: columns }) =>
      drawBars(
        title,
        rows.map((row) => ({
          label: series.length > 1 ? `${row.label} ${row.name}` : row.label,
          value: row.value,
          series: names.indexOf(row.name),
        })),
        { color, width: Math.min(columns, 100) },
      ),
  );
}

function tidyBars(options: BarChartOptions): {
  labels: string[];
  names: string[];
  series: { name: string; values: number[] }[];
} {
  if (!Array.isArray(options.labels) || options.labels.length === 0) {
    throw new ValueError('barChart: "labels" must be a list of at least one label.');
  }
  if ((options.values === undefined) === (options.series === undefined)) {
    throw new ValueError('barChart: give either "values" or "series".');
  }
  const labels = options.labels.map(String);
  const given = options.series ?? [{ name: options.valueTitle ?? '', values: options.values! }];
  const series = given.map(({ name, values }) => {
    const numbers = toNumbers('barChart', name ? `series "${name}"` : 'values', values);
    checkSameLength('barChart', ['labels', labels.length], ['values', numbers.length]);
    return { name, values: numbers };
  });
  return { labels, series, names: series.map(({ name }) => name) };
}
