import { checkChoice, ValueError } from '@ibexjs/core';

import { Callback, type Logs } from './callback.js';

export type MonitorMode = 'auto' | 'min' | 'max';

export interface MonitorOptions {
  /** Which number of the logs to watch. Default: val_loss. */
  monitor?: string;
  /** Whether less (`min`) or more (`max`) is better; `auto` tells by the metric. Default: auto. */
  mode?: MonitorMode;
  /** Least change that counts as an improvement. Default: 0. */
  minDelta?: number;
}

/** What the names of metrics tell, with or without the name of an output before them. */
const LESS_IS_BETTER =
  /(^|_)(loss|.*error|ms(l)?e|mae|mape|rmse|.*crossentropy|.*hinge|.*divergence|log_?cosh|poisson)$/i;
const MORE_IS_BETTER =
  /acc(uracy)?(_\d+)?$|(^|_)(auc|precision|recall|f1_score|fbeta_score|.*io_?u|r2_score|.*similarity|specificity.*|sensitivity.*)(_\d+)?$/i;

/** What callbacks have in common that watch a number of the logs get better. */
export abstract class MonitorCallback extends Callback {
  readonly monitor: string;
  readonly mode: MonitorMode;
  /** The best value so far. */
  best: number | undefined;
  protected readonly minDelta: number;
  private hasWarned = false;
  private lessIsBetter: boolean | undefined;

  /** @param where the callback's name, for messages */
  constructor(
    protected readonly where: string,
    options: MonitorOptions,
    baseline?: number | null,
  ) {
    super();
    this.monitor = options.monitor ?? 'val_loss';
    this.mode = checkChoice(where, 'mode', options.mode ?? 'auto', ['auto', 'min', 'max']);
    this.minDelta = Math.abs(options.minDelta ?? 0);
    this.best = baseline ?? undefined;
  }

  /** Whether `value` is better than `reference` by more than `minDelta`; all beat undefined. */
  protected isImprovement(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    this.lessIsBetter ??= this.findDirection();
    return this.lessIsBetter
      ? value + this.minDelta < reference
      : value - this.minDelta > reference;
  }

  /** The number that is watched; when the logs lack it, undefined after one warning. */
  protected monitored(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined && !this.hasWarned) {
      this.hasWarned = true;
      console.warn(
        `${this.where} monitors "${this.monitor}", which is not available. ` +
          `Available are: ${Object.keys(logs).join(', ')}.`,
      );
    }
    return value;
  }

  /** The metric says by itself which way is better; else its name does. */
  private findDirection(): boolean {
    if (this.mode !== 'auto') return this.mode === 'min';
    const name = this.monitor.replace(/^val_/, '');
    const metric = this.model.metrics?.find((m) => name === m.name || name.endsWith(`_${m.name}`));
    if (metric?.direction) return metric.direction === 'down';
    if (LESS_IS_BETTER.test(name)) return true;
    if (MORE_IS_BETTER.test(name)) return false;
    throw new ValueError(
      `${this.where}: cannot tell whether more or less of "${this.monitor}" is better. ` +
        `Pass mode: 'max' or mode: 'min'.`,
    );
  }
}
