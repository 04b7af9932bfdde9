import { epsilon, type VariableConstraint } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { camelCaseKeys } from '../identifiers.js';

/** Puts a weight back into bounds after each update. */
export abstract class Constraint implements VariableConstraint {
  /** The weight's new value; the caller owns it. */
  abstract apply(w: tf.Tensor): tf.Tensor;

  /** Options in Keras' own keys. */
  getConfig(): Record<string, unknown> {
    return {};
  }

  /** The constraint that a config (this package's or Keras') describes. */
  static fromConfig<T extends Constraint>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }
}

/** Lengths of the vectors along `axis`, with that axis kept as 1. */
export function normsOf(w: tf.Tensor, axis: number | number[]): tf.Tensor {
  return tf.sqrt(tf.sum(tf.square(w), axis, true));
}

/** `w` with its vectors scaled from length `norms` to length `desired`. */
export function rescale(w: tf.Tensor, norms: tf.Tensor, desired: tf.Tensor | number): tf.Tensor {
  return tf.mul(w, tf.div(desired, tf.add(norms, epsilon())));
}
