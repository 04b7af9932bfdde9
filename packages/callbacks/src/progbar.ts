import type { Logs } from './callback.js';
import { standardOutput, type Output } from './output.js';

export interface ProgbarOptions {
  /** Number of steps; null or undefined while unknown. */
  target?: number | null;
  /** Width of the bar in characters. Default: 20. */
  width?: number;
  /** 0 silent, 1 bar, 2 one line at the end. Default: 1. */
  verbose?: number;
  /** Least seconds between two drawings. Default: 0.05 on a terminal, 10 elsewhere. */
  interval?: number;
  /** What is counted. Default: step. */
  unitName?: string;
  output?: Output;
  /** The clock, in seconds. */
  now?: () => number;
}

const bold = (text: string) => `\x1b[1m${text}\x1b[0m`;
const green = (text: string) => (text ? `\x1b[32m${text}\x1b[0m` : '');
const white = (text: string) => `\x1b[37m${text}\x1b[0m`;

/**
 * Keras' progress bar: steps done, bar, time to go, time a step, metrics.
 *
 * ` 53/375 ━━━━━━━━━━━━━━━━━━━━ 9s 28ms/step - accuracy: 0.7412 - loss: 0.8123`
 *
 * Where a line cannot be drawn over (a log file) it writes plain lines instead, one at the end and
 * one every ten seconds.
 *
 * Source: https://keras.io/api/utils/python_utils/ (Progbar)
 */
export class Progbar {
  target: number | null;
  private readonly width: number;
  private readonly verbose: number;
  private readonly interval: number;
  private readonly unitName: string;
  private readonly output: Output;
  private readonly now: () => number;
  private readonly start: number;
  private lastDrawn: number;
  private afterFirstStep: number | undefined;
  private previousWidth = 0;
  private values: Logs = {};

  constructor(options: ProgbarOptions = {}) {
    this.target = options.target ?? null;
    this.width = options.width ?? 20;
    this.verbose = options.verbose ?? 1;
    this.unitName = options.unitName ?? 'step';
    this.output = options.output ?? standardOutput();
    this.interval = options.interval ?? (this.output.terminal ? 0.05 : 10);
    this.now = options.now ?? (() => performance.now() / 1000);
    this.start = this.now();
    this.lastDrawn = this.output.terminal ? -Infinity : this.start;
  }

  /** Whether a call of `update` would draw now; while it would not, it needs no values. */
  get isDue(): boolean {
    return this.verbose === 1 && this.now() - this.lastDrawn >= this.interval;
  }

  /**
   * @param current steps done
   * @param values the metrics to show
   * @param finalize whether this is the last call. Default: when `current` reaches the target
   */
  update(
    current: number,
    values: Logs = {},
    finalize = this.target !== null && current >= this.target,
  ): void {
    Object.assign(this.values, values);
    const now = this.now();
    const secondsPerStep = this.secondsPerStep(current, now);
    if (this.verbose === 0 || (this.verbose === 2 && !finalize)) return;
    if (!finalize && now - this.lastDrawn < this.interval) return;
    this.lastDrawn = now;
    if (this.verbose === 1 && this.output.terminal) {
      this.drawBar(current, now, secondsPerStep, finalize);
    } else {
      this.writeLine(current, now, secondsPerStep);
    }
  }

  private drawBar(current: number, now: number, secondsPerStep: number, finalize: boolean): void {
    const known = this.target !== null && this.target > 0;
    const done = known
      ? Math.min(this.width, Math.floor((this.width * current) / this.target!))
      : 0;
    const time =
      known && !finalize
        ? remainingTime(secondsPerStep * (this.target! - current))
        : `${Math.round(now - this.start)}s`;
    const count = known ? `${this.count(current)} ` : `${String(current).padStart(7)}/Unknown`;
    const bar = known
      ? bold(count.trimEnd()) + ' ' + green('━'.repeat(done)) + white('━'.repeat(this.width - done))
      : count;
    const barWidth = count.length + (known ? this.width : 0) + 1 + time.length;
    let info = ` ${stepTime(secondsPerStep, this.unitName)}${this.metrics()}`;
    // a line that wraps cannot be drawn over: cut it
    if (!finalize && this.output.columns) {
      info = info.slice(0, Math.max(0, this.output.columns - 1 - barWidth));
    }
    const width = barWidth + info.length;
    const padding = ' '.repeat(Math.max(0, this.previousWidth - width));
    this.previousWidth = width;
    this.output.write(`\r${bar} ${bold(time)}${info}${padding}${finalize ? '\n' : ''}`);
  }

  private writeLine(current: number, now: number, secondsPerStep: number): void {
    const elapsed = `${Math.round(now - this.start)}s`;
    const time = stepTime(secondsPerStep, this.unitName);
    this.output.write(`${this.count(current)} - ${elapsed} - ${time}${this.metrics()}\n`);
  }

  private count(current: number): string {
    if (this.target === null) return `${current}/Unknown`;
    return `${String(current).padStart(String(this.target).length)}/${this.target}`;
  }

  private metrics(): string {
    return Object.entries(this.values)
      .map(([name, value]) => ` - ${name}: ${metricText(value)}`)
      .join('');
  }

  /** The first step, which also prepares, does not count as soon as there are others. */
  private secondsPerStep(current: number, now: number): number {
    if (current === 0) return 0;
    const seconds =
      this.afterFirstStep !== undefined && current > 1
        ? (now - this.afterFirstStep) / (current - 1)
        : (now - this.start) / current;
    if (current === 1) this.afterFirstStep = now;
    return seconds;
  }
}

function metricText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (Math.abs(value) > 1e-3) return value.toFixed(4);
  // Python writes two digits of exponent
  return value.toExponential(4).replace(/e([+-])(\d)$/, 'e$10$2');
}

function remainingTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (seconds > 3600) {
    return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
  }
  return seconds > 60 ? `${minutes}:${two(whole % 60)}` : `${whole}s`;
}

function stepTime(seconds: number, unit: string): string {
  if (seconds >= 1 || seconds === 0) return `${Math.round(seconds)}s/${unit}`;
  if (seconds >= 1e-3) return `${Math.round(seconds * 1e3)}ms/${unit}`;
  return `${Math.round(seconds * 1e6)}us/${unit}`;
}
