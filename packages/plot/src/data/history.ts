import { toCamelCase, ValueError } from '@ibexjs/core';
import { toNumbers, type Numbers } from './numbers.js';

/** Values of each epoch by name, as `model.fit` returns them in `history.history`. */
export type HistoryValues = Readonly<Record<string, Numbers>>;

/** What `model.fit` resolves to: its values by name and the (0-based) epoch numbers. */
export interface HistoryLike {
  readonly history: HistoryValues;
  readonly epoch?: Numbers;
}

/** The values of one metric over the epochs: in training, and in validation when there was one. */
export interface MetricCurves {
  /** Name for people: `loss`, `accuracy`, `learning rate`. */
  name: string;
  training?: number[];
  validation?: number[];
}

/** A history, taken apart for drawing. */
export interface TidyHistory {
  /** 1-based, as printed during training. */
  epochs: number[];
  metrics: MetricCurves[];
}

function isHistoryLike(history: HistoryLike | HistoryValues): history is HistoryLike {
  const inner = (history as HistoryLike).history;
  return typeof inner === 'object' && typeof (inner as { length?: unknown }).length !== 'number';
}

/** `categoricalAccuracy`, `categorical_accuracy` → `categorical accuracy` */
function spoken(name: string): string {
  return toCamelCase(name)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

/** Pairs every metric with its validation twin (`val_` in front); the loss first, then as they come. */
export function tidyHistory(where: string, history: HistoryLike | HistoryValues): TidyHistory {
  if (history == null || typeof history !== 'object') {
    throw new ValueError(
      `${where}: expected the history that model.fit returns; received ${String(history)}.`,
    );
  }
  const values: HistoryValues = isHistoryLike(history) ? history.history : history;
  const metrics = new Map<string, MetricCurves>();
  let length = 0;
  for (const [key, numbers] of Object.entries(values)) {
    const curve = toNumbers(where, `history.${key}`, numbers);
    length = Math.max(length, curve.length);
    const validation = /^val(_|(?=[A-Z]))/.test(key);
    const name = spoken(validation ? key.replace(/^val_?/, '') : key);
    const entry: MetricCurves = metrics.get(name) ?? { name };
    if (validation) entry.validation = curve;
    else entry.training = curve;
    metrics.set(name, entry);
  }
  if (length === 0) {
    throw new ValueError(`${where}: the history is empty; train for at least one epoch first.`);
  }
  const given = isHistoryLike(history) ? history.epoch : undefined;
  const epochs =
    given && given.length === length
      ? Array.from(given, (epoch) => epoch + 1)
      : Array.from({ length }, (_, i) => i + 1);
  const order = [...metrics.values()].sort(
    (a, b) => Number(b.name === 'loss') - Number(a.name === 'loss'),
  );
  return { epochs, metrics: order };
}
