import { checkOptions, ValueError } from '@ibexjs/core';
import {
  tidyHistory,
  type HistoryLike,
  type HistoryValues,
  type MetricCurves,
} from '../data/history.js';
import { drawCurves } from '../terminal/curves.js';
import { Chart, CHART_KEYS, type ChartOptions } from './chart.js';
import { lineSpec, type TidySeries } from './line.js';

export interface HistoryPlotOptions extends ChartOptions {
  /** Which curves, by Keras name without `val_`; default: all. */
  metrics?: readonly string[];
  /** Panels beside each other. Default 2. */
  columns?: number;
}

/**
 * The training curves of `model.fit`: one panel for each metric, training and validation together.
 *
 * @param history what `fit` resolves to, or its values by name
 *
 * @example
 * const history = await model.fit(x, y, { epochs: 10, validationSplit: 0.1 });
 * console.log(plotHistory(history).toTerminal());
 *
 * @throws ValueError when the history is empty, or has no metric of that name
 */
export function plotHistory(
  history: HistoryLike | HistoryValues,
  options: HistoryPlotOptions = {},
): Chart {
  checkOptions('plotHistory', options, [...CHART_KEYS, 'metrics', 'columns']);
  const { epochs, metrics: all } = tidyHistory('plotHistory', history);
  const metrics = chosen(all, options.metrics);
  const title = options.title ?? 'Training history';
  const { width = 340, height = 220, columns = 2 } = options;

  const panels = metrics.map((metric) => ({
    title: metric.name,
    series: curvesOf(metric, epochs),
  }));
  return new Chart(
    title,
    () => ({
      ...(options.title !== undefined && { title }),
      columns,
      spacing: 36,
      resolve: { legend: { color: 'independent' } },
      concat: panels.map((panel) => ({
        title: { text: panel.title, fontSize: 13 },
        ...lineSpec(panel.series, { width, height, xTitle: 'epoch' }),
      })),
    }),
    (terminal) =>
      panels
        .map(({ title: heading, series }) =>
          drawCurves(
            heading,
            series.map(({ name, y }) => ({ name, values: y })),
            { from: epochs[0]!, to: epochs.at(-1)!, name: 'epoch' },
            { color: terminal.color, width: Math.min(terminal.width, 72), height: 8 },
          ),
        )
        .join('\n\n'),
  );
}

function curvesOf(metric: MetricCurves, epochs: readonly number[]): TidySeries[] {
  const curves = [
    { name: 'training', y: metric.training },
    { name: 'validation', y: metric.validation },
  ];
  return curves.flatMap(({ name, y }) =>
    y && y.length > 0 ? [{ name, x: epochs.slice(0, y.length), y }] : [],
  );
}

function chosen(all: readonly MetricCurves[], names?: readonly string[]): readonly MetricCurves[] {
  if (!names) return all;
  const plain = (name: string) => name.replace(/[_ ]/g, '').toLowerCase();
  return names.map((name) => {
    const found = all.find((metric) => plain(metric.name) === plain(name));
    if (found) return found;
    throw new ValueError(
      `plotHistory: the history has no metric "${name}". It has: ${all.map((m) => m.name).join(', ')}.`,
    );
  });
}
