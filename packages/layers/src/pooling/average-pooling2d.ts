import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The mean of each window; what lies over the edge does not count.
 *
 * Input (batch, height, width, channels), output (batch, height', width', channels); channels second with
 * `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example averagePooling2d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/average_pooling2d/
 */
export class AveragePooling2D extends BasePooling {
  static override readonly className = 'AveragePooling2D';
  static override readonly optionKeys: readonly string[] = BasePooling.optionKeys;

  constructor(options: PoolingOptions = {}) {
    super(2, options);
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

registerBuiltInLayer(AveragePooling2D, 'keras.layers', 'AvgPool2D');

/** @see AveragePooling2D */
export function averagePooling2d(options: PoolingOptions = {}): AveragePooling2D {
  return new AveragePooling2D(options);
}
