import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { BaseBorder, type Border, type BorderOptions } from './base-border.js';

export interface ZeroPadding2DOptions extends BorderOptions {
  /** A number for all sides, one for each axis, or [[top, bottom], [left, right]]. Default: 1. */
  padding?: Border;
}

/**
 * Zeros around an image.
 *
 * Input (batch, height, width, channels), output the same with larger sizes.
 *
 * @throws ValueError for negative sizes
 * @example zeroPadding2d({ padding: [[1, 1], [2, 2]] })
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding2d/
 */
export class ZeroPadding2D extends BaseBorder {
  static override readonly className = 'ZeroPadding2D';
  static override readonly optionKeys = [...Layer.optionKeys, 'padding', 'dataFormat'];

  constructor(options: ZeroPadding2DOptions = {}) {
    super(2, options, 'padding', options.padding ?? 1);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.pad(inputs, this.whole());
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return this.changed(inputShape, 1);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), padding: this.border, data_format: this.dataFormat };
  }
}

registerBuiltInLayer(ZeroPadding2D);

/** @see ZeroPadding2D */
export function zeroPadding2d(options: ZeroPadding2DOptions = {}): ZeroPadding2D {
  return new ZeroPadding2D(options);
}
