import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The largest value of each channel.
 *
 * Input (batch, height, width, channels), output (batch, channels), with `keepdims` 1 in place of the
 * pooled sizes.
 *
 * @throws ShapeError for an input that is not of 4 dimensions
 * @example globalMaxPooling2d()
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling2d/
 */
export class GlobalMaxPooling2D extends BaseGlobalPooling {
  static override readonly className = 'GlobalMaxPooling2D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(2, options);
  }

  protected override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.max(x, axes, this.keepdims);
  }
}

registerBuiltInLayer(GlobalMaxPooling2D, 'keras.layers', 'GlobalMaxPool2D');

/** @see GlobalMaxPooling2D */
export function globalMaxPooling2d(options: GlobalPoolingOptions = {}): GlobalMaxPooling2D {
  return new GlobalMaxPooling2D(options);
}
