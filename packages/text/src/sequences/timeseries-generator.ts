import {
  checkOptions,
  checkPositiveInteger,
  RandomGenerator,
  ShapeError,
  ValueError,
} from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

/** A step each: numbers, or lists of numbers; or a tensor whose first axis is time. */
export type TimeSeries = tf.Tensor | ArrayLike<number> | ArrayLike<ArrayLike<number>>;

export interface TimeseriesGeneratorOptions {
  /** Steps that a sample looks back. */
  length: number;
  /** Take every n-th step of those. Default 1. */
  samplingRate?: number;
  /** Steps from one sample to the next. Default 1. */
  stride?: number;
  /** Steps before this one are not used. Default 0. */
  startIndex?: number;
  /** Steps after this one are not used. Default: the last. */
  endIndex?: number | null;
  /** Draw samples at random instead of in order. Default false. */
  shuffle?: boolean;
  /** Latest step first. Default false. */
  reverse?: boolean;
  /** Samples in a batch; the last may have fewer. Default 128. */
  batchSize?: number;
  /** Fixes the draws of `shuffle`. */
  seed?: number;
}

const OPTIONS = [
  'length',
  'samplingRate',
  'stride',
  'startIndex',
  'endIndex',
  'shuffle',
  'reverse',
  'batchSize',
  'seed',
];

/** Rows of a series by their numbers, as a tensor of any shape of indices. */
type Picker = (indices: Int32Array, shape: number[]) => tf.Tensor;

function picker(series: TimeSeries): Picker {
  if (isTensor(series)) {
    const { gather, tensor, tidy } = tfjs();
    return (indices, shape) => tidy(() => gather(series, tensor(indices, shape, 'int32')));
  }
  const first = series[0];
  if (typeof first === 'number') {
    return (indices, shape) =>
      tfjs().tensor(
        Float32Array.from(indices, (i) => (series as ArrayLike<number>)[i]!),
        shape,
      );
  }
  const rows = series as ArrayLike<ArrayLike<number>>;
  const width = rows[0]!.length;
  return (indices, shape) => {
    const values = new Float32Array(indices.length * width);
    indices.forEach((row, i) => {
      if (rows[row]!.length !== width) {
        throw new ShapeError(
          `TimeseriesGenerator: step ${row} has ${rows[row]!.length} values, the first has ${width}.`,
        );
      }
      values.set(rows[row]!, i * width);
    });
    return tfjs().tensor(values, [...shape, width]);
  };
}

/** Asks for no class of tfjs, so that lists do not load it. */
const isTensor = (series: TimeSeries): series is tf.Tensor => 'dataId' in series;

const stepsOf = (series: TimeSeries) => (isTensor(series) ? (series.shape[0] ?? 0) : series.length);

/**
 * Batches of windows over a time series: the sample of step `t` holds the steps t - length to t - 1,
 * its target is `targets[t]`. Equal to Keras' legacy `TimeseriesGenerator`.
 *
 * @example
 * const windows = new TimeseriesGenerator(series, series, { length: 10, batchSize: 32 });
 * const { xs, ys } = windows.getItem(0); // [32, 10, ...], [32, ...]
 */
export class TimeseriesGenerator {
  /** How many batches there are. */
  readonly length: number;
  private readonly options: Required<Omit<TimeseriesGeneratorOptions, 'seed'>>;
  private readonly firstRow: number;
  private readonly lastRow: number;
  private readonly pickData: Picker;
  private readonly pickTargets: Picker;
  private readonly random: RandomGenerator | undefined;

  constructor(data: TimeSeries, targets: TimeSeries, options: TimeseriesGeneratorOptions) {
    checkOptions('TimeseriesGenerator', options, OPTIONS);
    const { seed, ...given } = options;
    const o = {
      samplingRate: 1,
      stride: 1,
      startIndex: 0,
      endIndex: null,
      shuffle: false,
      reverse: false,
      batchSize: 128,
      ...given,
    };
    for (const name of ['length', 'samplingRate', 'stride', 'batchSize'] as const) {
      checkPositiveInteger('TimeseriesGenerator', name, o[name]);
    }
    const steps = stepsOf(data);
    if (steps !== stepsOf(targets)) {
      throw new ValueError(
        `TimeseriesGenerator: data has ${steps} steps, targets ${stepsOf(targets)}; they must be as many.`,
      );
    }
    this.options = o;
    this.firstRow = o.startIndex + o.length;
    this.lastRow = o.endIndex ?? steps - 1;
    if (this.firstRow > this.lastRow || this.lastRow >= steps) {
      throw new ValueError(
        `TimeseriesGenerator: with startIndex + length = ${this.firstRow} and endIndex = ${this.lastRow} ` +
          `of ${steps} steps, no window fits.`,
      );
    }
    const perBatch = o.batchSize * o.stride;
    this.length = Math.floor((this.lastRow - this.firstRow + perBatch) / perBatch);
    this.pickData = picker(data);
    this.pickTargets = picker(targets);
    this.random = o.shuffle ? new RandomGenerator(seed) : undefined;
  }

  private rows(index: number): number[] {
    const { batchSize, stride } = this.options;
    if (this.random) {
      const choices = this.lastRow - this.firstRow + 1;
      const { random } = this;
      return Array.from({ length: batchSize }, () => this.firstRow + random.integer(choices));
    }
    const rows: number[] = [];
    const start = this.firstRow + batchSize * stride * index;
    const end = Math.min(start + batchSize * stride, this.lastRow + 1);
    for (let row = start; row < end; row += stride) rows.push(row);
    return rows;
  }

  /** Batch `index`: samples [batch, steps, ...] and targets [batch, ...]. The caller owns both. */
  getItem(index: number): { xs: tf.Tensor; ys: tf.Tensor } {
    if (!Number.isInteger(index) || index < 0 || index >= this.length) {
      throw new ValueError(
        `TimeseriesGenerator: there is no batch ${index}; the last is ${this.length - 1}.`,
      );
    }
    const { length, samplingRate, reverse } = this.options;
    const rows = this.rows(index);
    const steps = Math.ceil(length / samplingRate);
    const indices = new Int32Array(rows.length * steps);
    rows.forEach((row, i) => {
      for (let j = 0; j < steps; j++) {
        const to = reverse ? steps - 1 - j : j;
        indices[i * steps + to] = row - length + j * samplingRate;
      }
    });
    return {
      xs: this.pickData(indices, [rows.length, steps]),
      ys: this.pickTargets(Int32Array.from(rows), [rows.length]),
    };
  }

  /** All batches in order; the receiver owns their tensors. */
  *[Symbol.iterator](): Generator<{ xs: tf.Tensor; ys: tf.Tensor }> {
    for (let i = 0; i < this.length; i++) yield this.getItem(i);
  }
}

/** A new `TimeseriesGenerator`. */
export function timeseriesGenerator(
  data: TimeSeries,
  targets: TimeSeries,
  options: TimeseriesGeneratorOptions,
): TimeseriesGenerator {
  return new TimeseriesGenerator(data, targets, options);
}
