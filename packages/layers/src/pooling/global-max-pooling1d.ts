import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The largest value of each channel.
 *
 * Input (batch, steps, channels), output (batch, channels), with `keepdims` 1 in place of the
 * pooled sizes.
 *
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example globalMaxPooling1d()
 * @see https://keras.io/api/layers/pooling_layers/global_max_pooling1d/
 */
export class GlobalMaxPooling1D extends BaseGlobalPooling {
  static override readonly className = 'GlobalMaxPooling1D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(1, options);
  }

  protected override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.max(x, axes, this.keepdims);
  }
}

registerBuiltInLayer(GlobalMaxPooling1D, 'keras.layers', 'GlobalMaxPool1D');

/** @see GlobalMaxPooling1D */
export function globalMaxPooling1d(options: GlobalPoolingOptions = {}): GlobalMaxPooling1D {
  return new GlobalMaxPooling1D(options);
}
