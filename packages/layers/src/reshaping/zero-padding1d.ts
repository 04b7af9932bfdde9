import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { BaseBorder, type Border, type BorderOptions } from './base-border.js';

export interface ZeroPadding1DOptions extends BorderOptions {
  /** A number for both ends, or [before, after]. Default: 1. */
  padding?: Border;
}

/**
 * Zeros around a sequence.
 *
 * Input (batch, steps, channels), output the same with larger sizes.
 *
 * @throws ValueError for negative sizes
 * @example zeroPadding1d({ padding: [1, 0] })
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding1d/
 */
export class ZeroPadding1D extends BaseBorder {
  static override readonly className = 'ZeroPadding1D';
  static override readonly optionKeys = [...Layer.optionKeys, 'padding', 'dataFormat'];

  constructor(options: ZeroPadding1DOptions = {}) {
    super(1, options, 'padding', options.padding ?? 1);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.pad(inputs, this.whole());
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return this.changed(inputShape, 1);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), padding: this.border[0], data_format: this.dataFormat };
  }
}

registerBuiltInLayer(ZeroPadding1D);

/** @see ZeroPadding1D */
export function zeroPadding1d(options: ZeroPadding1DOptions = {}): ZeroPadding1D {
  return new ZeroPadding1D(options);
}
