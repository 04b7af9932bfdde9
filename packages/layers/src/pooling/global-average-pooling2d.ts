import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The mean of each channel.
 *
 * Input (batch, height, width, channels), output (batch, channels), with `keepdims` 1 in place of
 * the pooled sizes.
 *
 * @throws ShapeError for an input that is not of 4 dimensions
 * @example globalAveragePooling2d()
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling2d/
 */
export class GlobalAveragePooling2D extends BaseGlobalPooling {
  static override readonly className = 'GlobalAveragePooling2D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(2, options);
  }

  protected override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.mean(x, axes, this.keepdims);
  }
}

registerBuiltInLayer(GlobalAveragePooling2D, 'keras.layers', 'GlobalAvgPool2D');

/** @see GlobalAveragePooling2D */
export function globalAveragePooling2d(options: GlobalPoolingOptions = {}): GlobalAveragePooling2D {
  return new GlobalAveragePooling2D(options);
}
