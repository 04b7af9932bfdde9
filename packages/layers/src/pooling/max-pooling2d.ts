import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BasePooling, type PoolingOptions } from './base-pooling.js';

/**
 * The largest value of each window.
 *
 * Input (batch, height, width, channels), output (batch, height', width', channels); channels second with
 * `dataFormat: 'channelsFirst'`.
 *
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example maxPooling2d({ poolSize: 2 })
 * @see https://keras.io/api/layers/pooling_layers/max_pooling2d/
 */
export class MaxPooling2D extends BasePooling {
  static override readonly className = 'MaxPooling2D';
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
    return tf.maxPool(x as tf.Tensor4D, size as Sizes, strides as Sizes, padding);
  }
}

registerBuiltInLayer(MaxPooling2D, 'keras.layers', 'MaxPool2D');

/** @see MaxPooling2D */
export function maxPooling2d(options: PoolingOptions = {}): MaxPooling2D {
  return new MaxPooling2D(options);
}
