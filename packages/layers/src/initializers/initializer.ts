import type * as tf from '@tensorflow/tfjs-core';

import { camelCaseKeys } from '../identifiers.js';

/** Makes the first value of a weight. */
export abstract class Initializer {
  /** A tensor of that shape; the caller owns it. */
  abstract apply(shape: number[], dtype?: tf.DataType): tf.Tensor;

  /** Options in Keras' own keys. */
  getConfig(): Record<string, unknown> {
    return {};
  }

  /** The initializer that a config (this package's or Keras') describes. */
  static fromConfig<T extends Initializer>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }
}

/** `(shape, dtype) => tensor`, for an initializer written in place. */
export type InitializerFunction = (shape: number[], dtype?: tf.DataType) => tf.Tensor;

/** An initializer that is a function or a fixed tensor; it cannot be stored. */
export class CustomInitializer extends Initializer {
  static readonly className = 'CustomInitializer';

  constructor(private readonly make: InitializerFunction) {
    super();
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return this.make(shape, dtype);
  }
}
