import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The mean of each channel.
 *
 * Input (batch, depth, height, width, channels), output (batch, channels), with `keepdims` 1 in place of
 * the pooled sizes.
 *
 * @throws ShapeError for an input that is not of 5 dimensions
 * @example globalAveragePooling3d()
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling3d/
 */
export class GlobalAveragePooling3D extends BaseGlobalPooling {
  static override readonly className = 'GlobalAveragePooling3D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(3, options);
  }

  protected override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.mean(x, axes, this.keepdims);
  }
}

registerBuiltInLayer(GlobalAveragePooling3D, 'keras.layers', 'GlobalAvgPool3D');

/** @see GlobalAveragePooling3D */
export function globalAveragePooling3d(options: GlobalPoolingOptions = {}): GlobalAveragePooling3D {
  return new GlobalAveragePooling3D(options);
}
