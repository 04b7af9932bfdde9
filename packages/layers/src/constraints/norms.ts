import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Constraint, normsOf, rescale } from './constraint.js';

export interface UnitNormOptions {
  /**
   * Axis (or axes) along which a vector lies: 0 for a Dense kernel, [0, 1, 2] for the filters of a
   * Conv2D. Default: 0.
   */
  axis?: number | number[];
}

export interface MaxNormOptions extends UnitNormOptions {
  /** Largest length. Default: 2. */
  maxValue?: number;
}

export interface MinMaxNormOptions extends UnitNormOptions {
  /** Smallest length. Default: 0. */
  minValue?: number;
  /** Largest length. Default: 1. */
  maxValue?: number;
  /** 1 puts the length in bounds at once; less moves it there by and by. Default: 1. */
  rate?: number;
}

/** Weight vectors of length at most `maxValue`. @see Srivastava et al., "Dropout" (2014) */
export class MaxNorm extends Constraint {
  static readonly className = 'MaxNorm';
  readonly maxValue: number;
  readonly axis: number | number[];

  constructor(options: MaxNormOptions | number = {}) {
    super();
    const given = typeof options === 'number' ? { maxValue: options } : options;
    checkOptions('MaxNorm', given, ['maxValue', 'axis']);
    this.maxValue = given.maxValue ?? 2;
    this.axis = given.axis ?? 0;
  }

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const norms = normsOf(w, this.axis);
      return rescale(w, norms, tf.clipByValue(norms, 0, this.maxValue));
    });
  }

  override getConfig(): Record<string, unknown> {
    return { max_value: this.maxValue, axis: this.axis };
  }
}

/** Weight vectors of length 1. */
export class UnitNorm extends Constraint {
  static readonly className = 'UnitNorm';
  readonly axis: number | number[];

  constructor(options: UnitNormOptions = {}) {
    super();
    checkOptions('UnitNorm', options, ['axis']);
    this.axis = options.axis ?? 0;
  }

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(() => rescale(w, normsOf(w, this.axis), 1));
  }

  override getConfig(): Record<string, unknown> {
    return { axis: this.axis };
  }
}

/** Weight vectors of length `minValue` to `maxValue`. */
export class MinMaxNorm extends Constraint {
  static readonly className = 'MinMaxNorm';
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
  readonly axis: number | number[];

  constructor(options: MinMaxNormOptions = {}) {
    super();
    checkOptions('MinMaxNorm', options, ['minValue', 'maxValue', 'rate', 'axis']);
    this.minValue = options.minValue ?? 0;
    this.maxValue = options.maxValue ?? 1;
    this.rate = options.rate ?? 1;
    this.axis = options.axis ?? 0;
  }

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const norms = normsOf(w, this.axis);
      const clipped = tf.mul(tf.clipByValue(norms, this.minValue, this.maxValue), this.rate);
      return rescale(w, norms, tf.add(clipped, tf.mul(norms, 1 - this.rate)));
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      min_value: this.minValue,
      max_value: this.maxValue,
      rate: this.rate,
      axis: this.axis,
    };
  }
}

export function maxNorm(options: MaxNormOptions | number = {}): MaxNorm {
  return new MaxNorm(options);
}

export function unitNorm(options: UnitNormOptions = {}): UnitNorm {
  return new UnitNorm(options);
}

export function minMaxNorm(options: MinMaxNormOptions = {}): MinMaxNorm {
  return new MinMaxNorm(options);
}
