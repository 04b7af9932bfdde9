import { ValueError, type VariableRegularizer } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { camelCaseKeys } from '../identifiers.js';

/** A penalty on the size or form of a weight (or of a layer's output), added to the loss. */
export abstract class Regularizer implements VariableRegularizer {
  /** The penalty, a scalar. */
  abstract apply(x: tf.Tensor): tf.Scalar;

  /** Options in Keras' own keys. */
  abstract getConfig(): Record<string, unknown>;

  /** The regularizer that a config (this package's or Keras') describes. */
  static fromConfig<T extends Regularizer>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }
}

/** A factor, checked: a number from 0 on. */
export function checkFactor(where: string, option: string, value: number): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new ValueError(
    `${where}: option "${option}" must be a number from 0 on; received ${JSON.stringify(value)}.`,
  );
}
