import {
  checkChoice,
  checkOptions,
  randomNormal as drawNormal,
  randomUniform as drawUniform,
  truncatedNormal as drawTruncated,
  ValueError,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { RandomInitializer, type SeedOptions } from './random.js';

export interface FanOptions extends SeedOptions {
  /** Axes of the weight that count as inputs; with `outputAxes`, in place of the usual rule. */
  inputAxes?: number[] | null;
  /** Axes of the weight that count as outputs. */
  outputAxes?: number[] | null;
}

export interface VarianceScalingOptions extends FanOptions {
  /** Default: 1. */
  scale?: number;
  /** What the variance is divided by. Default: `fanIn`. */
  mode?: 'fanIn' | 'fanOut' | 'fanAvg' | 'fan_in' | 'fan_out' | 'fan_avg';
  /** Default: `truncatedNormal`; `normal` means that too. */
  distribution?:
    | 'uniform'
    | 'normal'
    | 'truncatedNormal'
    | 'untruncatedNormal'
    | 'truncated_normal'
    | 'untruncated_normal';
}

const MODES = ['fan_in', 'fan_out', 'fan_avg'] as const;
const DISTRIBUTIONS = ['uniform', 'normal', 'truncated_normal', 'untruncated_normal'] as const;

/** Standard deviation of a standard normal cut at two standard deviations. */
const TRUNCATED_STDDEV = 0.87962566103423978;

/**
 * How many inputs and outputs a weight joins. A matrix: rows and columns. A convolution kernel
 * (…, in, out): the same times the number of its taps.
 */
export function computeFans(
  shape: number[],
  inputAxes?: number[] | null,
  outputAxes?: number[] | null,
): [fanIn: number, fanOut: number] {
  const product = (sizes: number[]) => sizes.reduce((a, b) => a * b, 1);
  if (inputAxes && outputAxes) {
    const along = (axes: number[]) => product(axes.map((axis) => shape.at(axis)!));
    return [along(inputAxes), along(outputAxes)];
  }
  if (shape.length === 0) return [1, 1];
  if (shape.length === 1) return [shape[0]!, shape[0]!];
  const taps = product(shape.slice(0, -2));
  return [shape.at(-2)! * taps, shape.at(-1)! * taps];
}

/**
 * Random numbers whose variance is `scale / n`, n being the fan in, the fan out or their mean, so
 * that signals keep their size from layer to layer. Uniform in ±√(3 scale / n), or normal with
 * standard deviation √(scale / n).
 *
 * @throws ValueError for a scale that is not positive, or an unknown mode or distribution
 * @see https://keras.io/api/layers/initializers/#variancescaling-class
 */
export class VarianceScaling extends RandomInitializer {
  static readonly className: string = 'VarianceScaling';
  readonly scale: number;
  readonly mode: (typeof MODES)[number];
  readonly distribution: (typeof DISTRIBUTIONS)[number];
  readonly inputAxes: number[] | null;
  readonly outputAxes: number[] | null;

  constructor(options: VarianceScalingOptions = {}) {
    super(options.seed);
    checkOptions('VarianceScaling', options, [
      'scale',
      'mode',
      'distribution',
      'seed',
      'inputAxes',
      'outputAxes',
    ]);
    this.scale = options.scale ?? 1;
    if (!(this.scale > 0)) {
      throw new ValueError(`VarianceScaling: scale must be positive; received ${this.scale}.`);
    }
    this.mode = checkChoice('VarianceScaling', 'mode', options.mode ?? 'fan_in', MODES);
    const distribution = checkChoice(
      'VarianceScaling',
      'distribution',
      options.distribution ?? 'truncated_normal',
      DISTRIBUTIONS,
    );
    this.distribution = distribution === 'normal' ? 'truncated_normal' : distribution;
    this.inputAxes = options.inputAxes ?? null;
    this.outputAxes = options.outputAxes ?? null;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    const [fanIn, fanOut] = computeFans(shape, this.inputAxes, this.outputAxes);
    const fans = { fan_in: fanIn, fan_out: fanOut, fan_avg: (fanIn + fanOut) / 2 };
    const stddev = Math.sqrt(this.scale / Math.max(1, fans[this.mode]));
    return tf.tidy(() => tf.cast(this.draw(shape, stddev), dtype));
  }

  private draw(shape: number[], stddev: number): tf.Tensor {
    if (this.distribution === 'truncated_normal') {
      return drawTruncated(shape, 0, stddev / TRUNCATED_STDDEV, this.seed);
    }
    if (this.distribution === 'untruncated_normal') return drawNormal(shape, 0, stddev, this.seed);
    const limit = Math.sqrt(3) * stddev;
    return drawUniform(shape, -limit, limit, this.seed);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      scale: this.scale,
      mode: this.mode,
      distribution: this.distribution,
      input_axes: this.inputAxes,
      output_axes: this.outputAxes,
    };
  }
}

export function varianceScaling(options: VarianceScalingOptions = {}): VarianceScaling {
  return new VarianceScaling(options);
}
