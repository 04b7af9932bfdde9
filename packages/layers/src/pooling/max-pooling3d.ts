import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The largest value of each window.
 *
 * Input (batch, depth, height, width, channels), output the same with smaller sizes; channels
 * second with `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 5 dimensions, or smaller than the window
 * @example maxPooling3d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/max_pooling3d/
 */
export class MaxPooling3D extends BasePooling {
  static override readonly className = 'MaxPooling3D';
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
    return tf.maxPool3d(x as tf.Tensor5D, size as Sizes, strides as Sizes, padding);
  }
}

registerBuiltInLayer(MaxPooling3D, 'keras.layers', 'MaxPool3D');

/** @see MaxPooling3D */
export function maxPooling3d(options: PoolingOptions = {}): MaxPooling3D {
  return new MaxPooling3D(options);
}
