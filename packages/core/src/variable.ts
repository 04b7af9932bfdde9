import * as tf from '@tensorflow/tfjs-core';

import { ShapeError } from './errors.js';

/** Keeps a weight in bounds after each update (`MaxNorm`, `NonNeg` …). */
export interface VariableConstraint {
  apply(value: tf.Tensor): tf.Tensor;
}

/** Adds a penalty on a weight to the loss (`L1L2` …). */
export interface VariableRegularizer {
  apply(value: tf.Tensor): tf.Scalar;
}

export interface VariableOptions {
  /** Short name within its owner: `kernel`. */
  name?: string;
  /** Full name: `dense_1/kernel`. Default: `name`. */
  path?: string;
  /** Whether optimizers may change it. Default: true. */
  trainable?: boolean;
  constraint?: VariableConstraint | null;
  regularizer?: VariableRegularizer | null;
}

let made = 0;

/**
 * A named tensor that training changes: Keras' Variable around tfjs' `tf.Variable`, which stands in
 * `val`. Lives until `dispose()`, whatever tidy surrounds its making.
 */
export class Variable {
  readonly name: string;
  /** Set by the owner when it learns its own place: `model/dense_1/kernel`. */
  path: string;
  trainable: boolean;
  constraint: VariableConstraint | null;
  regularizer: VariableRegularizer | null;
  readonly val: tf.Variable;

  constructor(initialValue: tf.Tensor, options: VariableOptions = {}) {
    this.name = options.name ?? 'variable';
    this.path = options.path ?? this.name;
    this.trainable = options.trainable ?? true;
    this.constraint = options.constraint ?? null;
    this.regularizer = options.regularizer ?? null;
    // tfjs wants names unique in the process; paths need not be
    this.val = tf.variable(initialValue, true, `${this.path}#${made++}`);
  }

  get shape(): number[] {
    return this.val.shape;
  }

  get dtype(): tf.DataType {
    return this.val.dtype;
  }

  get isDisposed(): boolean {
    return this.val.isDisposed;
  }

  /** The present value; do not dispose it. */
  read(): tf.Tensor {
    return this.val;
  }

  /**
   * Takes a new value. The old tensor's memory is freed; `value` stays the caller's.
   * @throws ShapeError when the shapes differ
   */
  assign(value: tf.Tensor): void {
    if (!tf.util.arraysEqual(value.shape, this.val.shape)) {
      throw new ShapeError(
        `Variable ${this.path} has shape [${this.val.shape.join(', ')}]; a value of shape [${value.shape.join(', ')}] cannot be assigned to it.`,
      );
    }
    if (value.dtype === this.val.dtype) this.val.assign(value);
    else tf.tidy(() => this.val.assign(tf.cast(value, this.val.dtype)));
  }

  dispose(): void {
    if (!this.val.isDisposed) this.val.dispose();
  }
}
