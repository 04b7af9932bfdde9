import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { BaseBorder, type Border, type BorderOptions } from './base-border.js';

export interface ZeroPadding3DOptions extends BorderOptions {
  /** A number for all sides, one for each axis, or [before, after] for each axis. Default: 1. */
  padding?: Border;
}

/**
 * Zeros around a volume.
 *
 * Input (batch, depth, height, width, channels), output the same with larger sizes.
 *
 * @throws ValueError for negative sizes
 * @example zeroPadding3d({ padding: [[1, 1], [2, 2], [0, 1]] })
 * @see https://keras.io/api/layers/reshaping_layers/zero_padding3d/
 */
export class ZeroPadding3D extends BaseBorder {
  static override readonly className = 'ZeroPadding3D';
  static override readonly optionKeys = [...Layer.optionKeys, 'padding', 'dataFormat'];

  constructor(options: ZeroPadding3DOptions = {}) {
    super(3, options, 'padding', options.padding ?? 1);
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

registerBuiltInLayer(ZeroPadding3D);

/** @see ZeroPadding3D */
export function zeroPadding3d(options: ZeroPadding3DOptions = {}): ZeroPadding3D {
  return new ZeroPadding3D(options);
}
