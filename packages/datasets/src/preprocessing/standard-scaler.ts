import { checkOptions, StateError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { matrixTensor, readMatrix, type MatrixInput } from './matrix.js';

export interface StandardScalerOptions {
  /** Subtract the mean. Default: true. */
  withMean?: boolean;
  /** Divide by the standard deviation. Default: true. */
  withStd?: boolean;
}

interface Fitted {
  mean: Float64Array;
  var: Float64Array;
  scale: Float64Array;
  nSamplesSeen: number;
}

/**
 * scikit-learn's `StandardScaler`: z = (x - mean) / scale for every feature, where scale is the
 * standard deviation (of the population) or 1 for a constant feature. Means and deviations are
 * computed in double precision.
 *
 * ```ts
 * const scaler = new StandardScaler();
 * const xTrain = await scaler.fitTransform(train);
 * const xTest = scaler.transform(test);
 * ```
 */
export class StandardScaler {
  readonly withMean: boolean;
  readonly withStd: boolean;
  private fitted: Fitted | undefined;

  constructor(options: StandardScalerOptions = {}) {
    checkOptions('StandardScaler', options, ['withMean', 'withStd']);
    this.withMean = options.withMean ?? true;
    this.withStd = options.withStd ?? true;
  }

  private get state(): Fitted {
    if (this.fitted) return this.fitted;
    throw new StateError('StandardScaler: call fit first.');
  }

  get mean(): Float64Array {
    return this.state.mean;
  }

  get var(): Float64Array {
    return this.state.var;
  }

  get scale(): Float64Array {
    return this.state.scale;
  }

  get nSamplesSeen(): number {
    return this.state.nSamplesSeen;
  }

  /** Learns means and deviations. @throws ValueError for NaN, infinity or no samples */
  async fit(x: MatrixInput): Promise<this> {
    const { rows, columns, values } = await readMatrix('StandardScaler', x);
    const sums = new Float64Array(columns);
    const squares = new Float64Array(columns);
    for (let i = 0; i < values.length; i++) sums[i % columns]! += values[i]!;
    const mean = sums.map((sum) => sum / rows);
    for (let i = 0; i < values.length; i++) {
      squares[i % columns]! += (values[i]! - mean[i % columns]!) ** 2;
    }
    const variance = squares.map((sum) => sum / rows);
    const scale = variance.map((v, column) =>
      isConstant(v, mean[column]!, rows) || !this.withStd ? 1 : Math.sqrt(v),
    );
    this.fitted = { mean, var: variance, scale, nSamplesSeen: rows };
    return this;
  }

  async fitTransform(x: MatrixInput): Promise<tf.Tensor2D> {
    await this.fit(x);
    return this.transform(x);
  }

  /** @returns float32, of x's shape */
  transform(x: MatrixInput): tf.Tensor2D {
    const { mean, scale } = this.state;
    return tf.tidy(() => {
      const values = matrixTensor('StandardScaler', x, mean.length);
      const centred = this.withMean ? tf.sub(values, tf.tensor1d(floats(mean))) : values;
      return tf.div(centred, tf.tensor1d(floats(scale)));
    });
  }

  inverseTransform(x: MatrixInput): tf.Tensor2D {
    const { mean, scale } = this.state;
    return tf.tidy(() => {
      const values = matrixTensor('StandardScaler', x, mean.length);
      const scaled = tf.mul(values, tf.tensor1d(floats(scale)));
      return this.withMean ? tf.add(scaled, tf.tensor1d(floats(mean))) : (scaled as tf.Tensor2D);
    });
  }
}

/** A variance that rounding alone can make is none. */
function isConstant(variance: number, mean: number, rows: number): boolean {
  const { EPSILON } = Number;
  return variance <= rows * EPSILON * variance + (rows * mean * EPSILON) ** 2;
}

function floats(values: Float64Array): Float32Array {
  return Float32Array.from(values);
}
