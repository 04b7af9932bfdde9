import {
  camelCaseKeys,
  checkOptions,
  classNameOf,
  objectName,
  uniqueName,
  ValueError,
  Variable,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** What every metric takes. */
export interface MetricOptions {
  /** Default: the metric's name in Keras. */
  name?: string;
  /** Type of its state and result. Default: 'float32'; 'int32' where whole numbers are counted. */
  dtype?: string | null;
}

/**
 * Base class of all metrics: a number about predictions, taken over any number of batches.
 *
 * A metric of your own makes its state with `addVariable`, changes it in `updateState` by tensor
 * operations alone (nothing is read back), and computes its number in `result`.
 *
 * @see https://keras.io/api/metrics/
 */
export abstract class Metric {
  /** Name in files. Subclasses set it: bundlers rename classes. */
  static readonly className: string = 'Metric';

  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  private readonly own: Variable[] = [];

  /**
   * @param options of this metric
   * @param known names of the options that the subclass takes besides those of `MetricOptions`
   * @param defaultName left out: the class's name, counted up where it is taken, as Keras does
   * @throws UnknownOptionError for any other option
   */
  constructor(options: MetricOptions = {}, known: readonly string[] = [], defaultName?: string) {
    const className = classNameOf(new.target);
    checkOptions(className, options, ['name', 'dtype', ...known]);
    this.name = options.name ?? defaultName ?? uniqueName(objectName(className));
    this.dtype = checkDtype(className, options.dtype ?? 'float32');
  }

  /** The state: what a checkpoint holds, and a step changes. */
  get variables(): Variable[] {
    return [...this.own];
  }

  /** Makes a state variable, of zeros. */
  protected addVariable(name: string, shape: number[] = []): Variable {
    const initial = tf.zeros(shape, this.dtype);
    const variable = new Variable(initial, {
      name,
      path: `${this.name.replaceAll('/', '>')}/${name}`,
      trainable: false,
    });
    initial.dispose();
    this.own.push(variable);
    return variable;
  }

  /** Takes in a batch: `(yTrue, yPred, sampleWeight?)` for most metrics. */
  abstract updateState(...batch: (tf.Tensor | null | undefined)[]): void;

  /** The number over all batches so far; the tensor is the caller's. */
  abstract result(): tf.Tensor;

  /** Begins anew. */
  resetState(): void {
    tf.tidy(() => {
      for (const { val } of this.own) val.assign(tf.zeros(val.shape, val.dtype));
    });
  }

  /** In Keras' keys, so that either side loads it. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, dtype: this.dtype };
  }

  static fromConfig<T extends Metric>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }

  /** Frees the state. */
  dispose(): void {
    for (const variable of this.own) variable.dispose();
  }
}

/** tfjs' type for one of Keras': all floats are float32, all whole numbers int32. */
function checkDtype(where: string, dtype: unknown): 'float32' | 'int32' {
  if (typeof dtype === 'string') {
    if (/^(float(16|32|64)?|bfloat16|mixed_.*)$/.test(dtype)) return 'float32';
    if (/^u?int(8|16|32|64)?$/.test(dtype)) return 'int32';
  }
  throw new ValueError(
    `${where}: option "dtype" must be 'float32' or 'int32'; received ${JSON.stringify(dtype)}.`,
  );
}

/** Adds to a state variable, without reading it. Call it inside a tidy. */
export function increase(variable: Variable, by: tf.Tensor): void {
  variable.assign(tf.add(variable.read(), by));
}
