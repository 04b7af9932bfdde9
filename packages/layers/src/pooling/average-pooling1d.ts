import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The mean of each window; what lies over the edge does not count.
 *
 * Input (batch, steps, channels), output (batch, steps', channels); channels second with
 * `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 3 dimensions, or smaller than the window
 * @example averagePooling1d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/average_pooling1d/
 */
export class AveragePooling1D extends BasePooling {
  static override readonly className = 'AveragePooling1D';
  static override readonly optionKeys: readonly string[] = BasePooling.optionKeys;

  constructor(options: PoolingOptions = {}) {
    super(1, options);
  }

  protected override pool(
    x: tf.Tensor,
    size: number[],
    strides: number[],
    padding: 'valid' | 'same',
  ): tf.Tensor {
    type Sizes = [number, number];
    return tf.avgPool(x as tf.Tensor4D, size as Sizes, strides as Sizes, padding);
  }
}

registerBuiltInLayer(AveragePooling1D, 'keras.layers', 'AvgPool1D');

/** @see AveragePooling1D */
export function averagePooling1d(options: PoolingOptions = {}): AveragePooling1D {
  return new AveragePooling1D(options);
}
