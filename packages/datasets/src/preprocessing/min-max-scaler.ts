import { checkOptions, StateError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { matrixTensor, readMatrix, type MatrixInput } from './matrix.js';

export interface MinMaxScalerOptions {
  /** Smallest and largest value afterwards. Default: [0, 1]. */
  featureRange?: readonly [min: number, max: number];
  /** Cut what lies outside of the range that `fit` saw. Default: false. */
  clip?: boolean;
}

interface Fitted {
  dataMin: Float64Array;
  dataMax: Float64Array;
  scale: Float64Array;
  min: Float64Array;
  nSamplesSeen: number;
}

/**
 * scikit-learn's `MinMaxScaler`: z = x scale + min for every feature, so that the samples it was
 * fitted to fill `featureRange`. A constant feature counts as having a range of 1.
 */
export class MinMaxScaler {
  readonly featureRange: readonly [number, number];
  readonly clip: boolean;
  private fitted: Fitted | undefined;

  constructor(options: MinMaxScalerOptions = {}) {
    checkOptions('MinMaxScaler', options, ['featureRange', 'clip']);
    this.featureRange = options.featureRange ?? [0, 1];
    this.clip = options.clip ?? false;
    if (!(this.featureRange[0] < this.featureRange[1])) {
      throw new ValueError(
        `MinMaxScaler: option "featureRange" must grow; received [${this.featureRange.join(', ')}].`,
      );
    }
  }

  private get state(): Fitted {
    if (this.fitted) return this.fitted;
    throw new StateError('MinMaxScaler: call fit first.');
  }

  get dataMin(): Float64Array {
    return this.state.dataMin;
  }

  get dataMax(): Float64Array {
    return this.state.dataMax;
  }

  get dataRange(): Float64Array {
    return this.dataMax.map((max, column) => max - this.dataMin[column]!);
  }

  get scale(): Float64Array {
    return this.state.scale;
  }

  get min(): Float64Array {
    return this.state.min;
  }

  get nSamplesSeen(): number {
    return this.state.nSamplesSeen;
  }

  /** Learns the ranges. @throws ValueError for NaN, infinity or no samples */
  async fit(x: MatrixInput): Promise<this> {
    const { rows, columns, values } = await readMatrix('MinMaxScaler', x);
    const dataMin = new Float64Array(columns).fill(Infinity);
    const dataMax = new Float64Array(columns).fill(-Infinity);
    for (let i = 0; i < values.length; i++) {
      const column = i % columns;
      dataMin[column] = Math.min(dataMin[column]!, values[i]!);
      dataMax[column] = Math.max(dataMax[column]!, values[i]!);
    }
    const [low, high] = this.featureRange;
    const scale = dataMax.map((max, column) => {
      const range = max - dataMin[column]!;
      return (high - low) / (range < 10 * Number.EPSILON ? 1 : range);
    });
    const min = scale.map((factor, column) => low - dataMin[column]! * factor);
    this.fitted = { dataMin, dataMax, scale, min, nSamplesSeen: rows };
    return this;
  }

  async fitTransform(x: MatrixInput): Promise<tf.Tensor2D> {
    await this.fit(x);
    return this.transform(x);
  }

  /** @returns float32, of x's shape */
  transform(x: MatrixInput): tf.Tensor2D {
    const { scale, min } = this.state;
    return tf.tidy(() => {
      const values = matrixTensor('MinMaxScaler', x, scale.length);
      const scaled: tf.Tensor2D = tf.add(tf.mul(values, floats(scale)), floats(min));
      return this.clip ? tf.clipByValue(scaled, ...this.featureRange) : scaled;
    });
  }

  inverseTransform(x: MatrixInput): tf.Tensor2D {
    const { scale, min } = this.state;
    return tf.tidy(() => {
      const values = matrixTensor('MinMaxScaler', x, scale.length);
      const shifted: tf.Tensor2D = tf.sub(values, floats(min));
      return tf.div(shifted, floats(scale));
    });
  }
}

function floats(values: Float64Array): tf.Tensor1D {
  return tf.tensor1d(Float32Array.from(values));
}
