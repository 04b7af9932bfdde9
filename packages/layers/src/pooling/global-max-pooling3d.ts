import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The largest value of each channel.
 *
 * Input (batch, depth, height, width, channels), output (batch, channels), with `keepdims` 1 in place of the
 * pooled sizes.
 *
 * @throws ShapeError for an input that is not of 5 dimensions
 * @example globalMaxPooling3d()
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling3d/
 */
export class GlobalMaxPooling3D extends BaseGlobalPooling {
  static override readonly className = 'GlobalMaxPooling3D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(3, options);
  }

  protected override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.max(x, axes, this.keepdims);
  }
}

registerBuiltInLayer(GlobalMaxPooling3D, 'keras.layers', 'GlobalMaxPool3D');

/** @see GlobalMaxPooling3D */
export function globalMaxPooling3d(options: GlobalPoolingOptions = {}): GlobalMaxPooling3D {
  return new GlobalMaxPooling3D(options);
}
