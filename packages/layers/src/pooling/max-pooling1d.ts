import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The largest value of each window.
 *
 * Input (batch, steps, channels), output (batch, steps', channels); channels second with
 * `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 3 dimensions, or smaller than the window
 * @example maxPooling1d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/max_pooling1d/
 */
export class MaxPooling1D extends BasePooling {
  static override readonly className = 'MaxPooling1D';
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
    return tf.maxPool(x as tf.Tensor4D, size as Sizes, strides as Sizes, padding);
  }
}

registerBuiltInLayer(MaxPooling1D, 'keras.layers', 'MaxPool1D');

/** @see MaxPooling1D */
export function maxPooling1d(options: PoolingOptions = {}): MaxPooling1D {
  return new MaxPooling1D(options);
}
