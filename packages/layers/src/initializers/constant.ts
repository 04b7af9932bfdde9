import { checkOptions, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Initializer } from './initializer.js';

/** All 0. */
export class Zeros extends Initializer {
  static readonly className = 'Zeros';

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.zeros(shape, dtype);
  }
}

/** All 1. */
export class Ones extends Initializer {
  static readonly className = 'Ones';

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.ones(shape, dtype);
  }
}

export interface ConstantOptions {
  /** The number. Default: 0. */
  value?: number;
}

/** All the same number. */
export class Constant extends Initializer {
  static readonly className = 'Constant';
  readonly value: number;

  constructor(options: ConstantOptions | number = {}) {
    super();
    const given = typeof options === 'number' ? { value: options } : options;
    checkOptions('Constant', given, ['value']);
    this.value = given.value ?? 0;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    return tf.fill(shape, this.value, dtype);
  }

  override getConfig(): Record<string, unknown> {
    return { value: this.value };
  }
}

export interface IdentityOptions {
  /** What stands on the diagonal. Default: 1. */
  gain?: number;
}

/** The identity matrix times `gain`; for weights of two dimensions. */
export class Identity extends Initializer {
  static readonly className = 'Identity';
  readonly gain: number;

  constructor(options: IdentityOptions = {}) {
    super();
    checkOptions('Identity', options, ['gain']);
    this.gain = options.gain ?? 1;
  }

  /** @throws ShapeError unless the shape has two dimensions */
  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    const [rows, columns] = shape;
    if (shape.length !== 2 || rows === undefined || columns === undefined) {
      throw new ShapeError(
        `Identity: only a weight of 2 dimensions can start as an identity matrix; received shape [${shape.join(', ')}].`,
      );
    }
    return tf.tidy(() => tf.cast(tf.mul(tf.eye(rows, columns), this.gain), dtype));
  }

  override getConfig(): Record<string, unknown> {
    return { gain: this.gain };
  }
}

export function zeros(): Zeros {
  return new Zeros();
}

export function ones(): Ones {
  return new Ones();
}

export function constant(options: ConstantOptions | number = {}): Constant {
  return new Constant(options);
}

export function identity(options: IdentityOptions = {}): Identity {
  return new Identity(options);
}
