import { checkOptions } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { checkFactor, Regularizer } from './regularizer.js';

export interface L1Options {
  /** Factor on the sum of absolute values. Default: 0.01. */
  l1?: number | null;
}

export interface L2Options {
  /** Factor on the sum of squares. Default: 0.01. */
  l2?: number | null;
}

export interface L1L2Options {
  /** Factor on the sum of absolute values. Default: 0. */
  l1?: number | null;
  /** Factor on the sum of squares. Default: 0. */
  l2?: number | null;
}

function penalty(x: tf.Tensor, l1: number, l2: number): tf.Scalar {
  return tf.tidy(() => {
    const absolute = l1 === 0 ? null : tf.mul(tf.sum(tf.abs(x)), l1);
    const square = l2 === 0 ? null : tf.mul(tf.sum(tf.square(x)), l2);
    if (absolute && square) return tf.add(absolute, square);
    return absolute ?? square ?? tf.scalar(0);
  }) as tf.Scalar;
}

/** `l1 * sum(|x|)`. */
export class L1 extends Regularizer {
  static readonly className = 'L1';
  readonly l1: number;

  constructor(options: L1Options | number = {}) {
    super();
    const given = typeof options === 'number' ? { l1: options } : options;
    checkOptions('L1', given, ['l1']);
    this.l1 = checkFactor('L1', 'l1', given.l1 ?? 0.01);
  }

  override apply(x: tf.Tensor): tf.Scalar {
    return penalty(x, this.l1, 0);
  }

  override getConfig(): Record<string, unknown> {
    return { l1: this.l1 };
  }
}

/** `l2 * sum(x²)`. */
export class L2 extends Regularizer {
  static readonly className = 'L2';
  readonly l2: number;

  constructor(options: L2Options | number = {}) {
    super();
    const given = typeof options === 'number' ? { l2: options } : options;
    checkOptions('L2', given, ['l2']);
    this.l2 = checkFactor('L2', 'l2', given.l2 ?? 0.01);
  }

  override apply(x: tf.Tensor): tf.Scalar {
    return penalty(x, 0, this.l2);
  }

  override getConfig(): Record<string, unknown> {
    return { l2: this.l2 };
  }
}

/** `l1 * sum(|x|) + l2 * sum(x²)`. */
export class L1L2 extends Regularizer {
  static readonly className = 'L1L2';
  readonly l1: number;
  readonly l2: number;

  constructor(options: L1L2Options = {}) {
    super();
    checkOptions('L1L2', options, ['l1', 'l2']);
    this.l1 = checkFactor('L1L2', 'l1', options.l1 ?? 0);
    this.l2 = checkFactor('L1L2', 'l2', options.l2 ?? 0);
  }

  override apply(x: tf.Tensor): tf.Scalar {
    return penalty(x, this.l1, this.l2);
  }

  override getConfig(): Record<string, unknown> {
    return { l1: this.l1, l2: this.l2 };
  }
}

export function l1(options: L1Options | number = {}): L1 {
  return new L1(options);
}

export function l2(options: L2Options | number = {}): L2 {
  return new L2(options);
}

export function l1l2(options: L1L2Options = {}): L1L2 {
  return new L1L2(options);
}
