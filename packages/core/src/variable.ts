import * as tf from '@tensorflow/tfjs-core';

import { ShapeError, StateError } from './errors.js';

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

/** A first value that is made when it is asked for. */
export interface InitialValue {
  shape: number[];
  dtype: tf.DataType;
  /** Makes the value; the variable disposes it. */
  make(): tf.Tensor;
}

let made = 0;
let deferring = false;

/**
 * Variables that `build` makes with an `InitialValue` take no memory until they are read or
 * assigned: for models whose weights come from a file, or of which only the shapes matter.
 *
 * @param build works synchronously
 * @example const resnet = deferValues(() => resNet50Graph()); // then loadWeights
 */
export function deferValues<T>(build: () => T): T {
  const outer = deferring;
  deferring = true;
  try {
    return build();
  } finally {
    deferring = outer;
  }
}

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
  readonly shape: number[];
  readonly dtype: tf.DataType;
  #val: tf.Variable | null = null;
  #initial: InitialValue | null = null;
  #isDisposed = false;

  /** @param initialValue a tensor, which stays the caller's, or how to make one */
  constructor(initialValue: tf.Tensor | InitialValue, options: VariableOptions = {}) {
    this.name = options.name ?? 'variable';
    this.path = options.path ?? this.name;
    this.trainable = options.trainable ?? true;
    this.constraint = options.constraint ?? null;
    this.regularizer = options.regularizer ?? null;
    this.shape = [...initialValue.shape];
    this.dtype = initialValue.dtype;
    if (initialValue instanceof tf.Tensor) this.#hold(initialValue);
    else this.#initial = initialValue;
    if (!deferring) this.read();
  }

  /** tfjs' own variable; made now if the value was deferred. */
  get val(): tf.Variable {
    if (this.#val !== null) return this.#val;
    if (this.#isDisposed) throw new StateError(`Variable ${this.path} is disposed.`);
    const value = this.#initial!.make();
    this.#hold(value);
    value.dispose();
    return this.#val!;
  }

  #hold(value: tf.Tensor): void {
    this.#initial = null;
    // tfjs wants names unique in the process; paths need not be
    this.#val = tf.variable(value, true, `${this.path}#${made++}`);
  }

  get isDisposed(): boolean {
    return this.#isDisposed || (this.#val?.isDisposed ?? false);
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
    if (!tf.util.arraysEqual(value.shape, this.shape)) {
      throw new ShapeError(
        `Variable ${this.path} has shape [${this.shape.join(', ')}]; a value of shape [${value.shape.join(', ')}] cannot be assigned to it.`,
      );
    }
    if (value.dtype !== this.dtype) tf.tidy(() => this.assign(tf.cast(value, this.dtype)));
    else if (this.#val === null && !this.#isDisposed) this.#hold(value);
    else this.val.assign(value);
  }

  dispose(): void {
    if (this.#val !== null && !this.#val.isDisposed) this.#val.dispose();
    this.#isDisposed = true;
    this.#initial = null;
  }
}
