import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The mean of each window; what lies over the edge does not count.
 *
 * Input (batch, depth, height, width, channels), output the same with smaller sizes; channels
 * second with `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 5 dimensions, or smaller than the window
 * @example averagePooling3d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/average_pooling3d/
 */
export class AveragePooling3D extends BasePooling {
  static override readonly className = 'AveragePooling3D';
  static override readonly optionKeys: readonly string[] = BasePooling.optionKeys;

  constructor(options: PoolingOptions = {}) {
    super(3, options);
  }

  protected override pool(
    x: tf.Tensor,
    size: number[],
    strides: number[],
    padding: 'valid' | 'same',
  ): tf.Tensor {
    type Sizes = [number, number, number];
    return tf.avgPool3d(x as tf.Tensor5D, size as Sizes, strides as Sizes, padding);
  }
}

registerBuiltInLayer(AveragePooling3D, 'keras.layers', 'AvgPool3D');

/** @see AveragePooling3D */
export function averagePooling3d(options: PoolingOptions = {}): AveragePooling3D {
  return new AveragePooling3D(options);
}
