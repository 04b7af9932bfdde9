import { checkOptions, ValueError } from '@ibexjs/core';
import { checkSameLength, extent, finiteOrNull, toNumbers, type Numbers } from '../data/numbers.js';
import type { ChartSpec } from '../render/vega.js';
import { drawCurves } from '../terminal/curves.js';
import { SERIES_COLORS } from '../theme.js';
import { Chart, CHART_KEYS, type ChartOptions } from './chart.js';

/** One curve. */
export interface Series {
  name: string;
  /** Heights. NaN and ±∞ leave a gap. */
  y: Numbers;
  /** Places along the horizontal axis; default 1, 2, 3 … */
  x?: Numbers;
}

export interface LineChartOptions extends ChartOptions {
  series: readonly Series[];
  /** Name of the horizontal axis. */
  xTitle?: string;
  /** Name of the vertical axis. */
  yTitle?: string;
  /** Logarithmic vertical axis; values not above 0 leave a gap. Default false. */
  logY?: boolean;
}

/** Curves of at most this many points show the points too. */
const POINTS_SHOWN = 24;

export interface TidySeries {
  name: string;
  x: number[];
  y: number[];
}

/**
 * Curves over a common axis.
 *
 * @example
 * const chart = lineChart({ series: [{ name: 'loss', y: [0.9, 0.4, 0.2] }], xTitle: 'epoch' });
 * console.log(chart.toTerminal());
 * await chart.save('loss.svg');
 *
 * @throws ValueError when there is no series, or x and y differ in length
 */
export function lineChart(options: LineChartOptions): Chart {
  checkOptions('lineChart', options, [...CHART_KEYS, 'series', 'xTitle', 'yTitle', 'logY']);
  const series = tidySeries('lineChart', options.series);
  const title = options.title ?? series.map(({ name }) => name).join(', ');
  return new Chart(
    title,
    () => ({ ...(options.title !== undefined && { title }), ...lineSpec(series, options) }),
    ({ color, width }) => {
      const xs = extent(series.flatMap(({ x }) => x)) ?? [0, 0];
      const curves = series.map(({ name, y }) => ({
        name,
        values: options.logY ? y.map((v) => (v > 0 ? Math.log10(v) : NaN)) : y,
      }));
      const heading = options.logY ? `${title} (log10)` : title;
      const axis = { from: xs[0], to: xs[1], name: options.xTitle ?? '' };
      return drawCurves(heading, curves, axis, { color, width: Math.min(width, 100) });
    },
  );
}

export function tidySeries(where: string, series: readonly Series[]): TidySeries[] {
  if (!Array.isArray(series) || series.length === 0) {
    throw new ValueError(`${where}: "series" must be a list of at least one { name, y }.`);
  }
  return (series as readonly Series[]).map((one, i) => {
    checkOptions(`${where} series[${i}]`, one, ['name', 'x', 'y']);
    const name = String(one.name ?? `series ${i + 1}`);
    const y = toNumbers(where, `series "${name}" y`, one.y);
    if (y.length === 0) throw new ValueError(`${where}: series "${name}" has no values.`);
    if (one.x === undefined) return { name, x: y.map((_, at) => at + 1), y };
    const x = toNumbers(where, `series "${name}" x`, one.x);
    checkSameLength(where, [`series "${name}" x`, x.length], ['y', y.length]);
    return { name, x, y };
  });
}

/** The Vega-Lite layers of some curves. */
export function lineSpec(
  series: readonly TidySeries[],
  options: Omit<LineChartOptions, 'series'>,
): ChartSpec {
  const { width = 420, height = 260, xTitle = '', yTitle = '', logY = false } = options;
  const names = series.map(({ name }) => name);
  const whole = series.every(({ x }) => x.every(Number.isInteger));
  const longest = Math.max(...series.map(({ y }) => y.length));
  const values = series.flatMap(({ name, x, y }) =>
    y.map((value, i) => ({
      name,
      x: x[i]!,
      y: logY && !(value > 0) ? null : finiteOrNull(value),
    })),
  );
  return {
    width,
    height,
    data: { values },
    mark: {
      type: 'line',
      ...(longest <= POINTS_SHOWN && { point: { filled: true, size: 38 } }),
    },
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        title: xTitle,
        scale: { zero: false, nice: false },
        axis: whole ? { tickMinStep: 1, format: 'd', tickCount: 8 } : { tickCount: 8 },
      },
      y: {
        field: 'y',
        type: 'quantitative',
        title: yTitle,
        scale: { zero: false, type: logY ? 'log' : 'linear' },
        axis: { tickCount: 6 },
      },
      color: {
        field: 'name',
        type: 'nominal',
        scale: { domain: names, range: names.map((_, i) => seriesColor(i)) },
        legend: names.length === 1 ? null : { symbolType: 'stroke', symbolStrokeWidth: 3 },
      },
    },
  };
}

/** The palette, from the start again when it ends. */
export function seriesColor(index: number): string {
  return SERIES_COLORS[index % SERIES_COLORS.length]!;
}
