import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Masks, Tensors } from '../engine/types.js';
import { BaseGlobalPooling, type GlobalPoolingOptions } from './base-global-pooling.js';

/**
 * The mean of each channel over the steps; those that a mask hides do not count.
 *
 * Input (batch, steps, channels), output (batch, channels), with `keepdims` (batch, 1, channels).
 *
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example globalAveragePooling1d()
 * @see https://keras.io/api/layers/pooling_layers/global_average_pooling1d/
 */
export class GlobalAveragePooling1D extends BaseGlobalPooling {
  static override readonly className = 'GlobalAveragePooling1D';
  static override readonly optionKeys: readonly string[] = BaseGlobalPooling.optionKeys;

  constructor(options: GlobalPoolingOptions = {}) {
    super(1, options);
    this.supportsMasking = true;
  }

  protected override pool(x: tf.Tensor, axes: number[], mask: tf.Tensor | null): tf.Tensor {
    if (!mask) return tf.mean(x, axes, this.keepdims);
    const counts = tf.expandDims(toFloat(mask), this.dataFormat === 'channels_last' ? 2 : 1);
    const sum = tf.sum(tf.mul(x, counts), axes, this.keepdims);
    return tf.div(sum, tf.sum(counts, axes, this.keepdims));
  }

  override computeMask(_inputs: Tensors, _mask: Masks): Masks {
    return null;
  }
}

registerBuiltInLayer(GlobalAveragePooling1D, 'keras.layers', 'GlobalAvgPool1D');

/** @see GlobalAveragePooling1D */
export function globalAveragePooling1d(options: GlobalPoolingOptions = {}): GlobalAveragePooling1D {
  return new GlobalAveragePooling1D(options);
}
