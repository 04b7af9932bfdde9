import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvTranspose, type ConvTransposeOptions } from './base-conv-transpose.js';
import { spreadTaps } from './spread-taps.js';

/**
 * The gradient of a convolution over volumes, used forwards: it makes volumes larger by its stride.
 *
 * Input (batch, depth, height, width, channels), output (batch, depth', height', width', filters):
 * `n · stride` for padding 'same', `(n - 1) · stride + max(window, stride)` for 'valid'. Weights:
 * kernel [three sizes, filters, channels], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, an outputPadding that is not below the stride
 * @throws ShapeError for an input that is not of 5 dimensions
 * @example conv3dTranspose({ filters: 8, kernelSize: 3, strides: 2, padding: 'same' })
 * @see https://keras.io/api/layers/convolution_layers/convolution3d_transpose/
 */
export class Conv3DTranspose extends BaseConvTranspose {
  static override readonly className = 'Conv3DTranspose';
  static override readonly optionKeys: readonly string[] = BaseConvTranspose.optionKeys;

  constructor(options: ConvTransposeOptions) {
    super(3, options);
  }

  protected override convolve(x: tf.Tensor): tf.Tensor {
    const [batch, ...sizes] = x.shape as [number, ...number[]];
    const [depth, height, width] = this.outputSizes(sizes) as [number, number, number];
    const y = tf.conv3dTranspose(
      x as tf.Tensor5D,
      spreadTaps(this.kernel.read(), this.dilationRate) as tf.Tensor5D,
      [batch, depth, height, width, this.filters],
      this.strides as [number, number, number],
      this.padding as 'valid' | 'same',
    );
    return this.bias ? tf.add(y, this.bias.read()) : y;
  }
}

registerBuiltInLayer(Conv3DTranspose, 'keras.layers', 'Convolution3DTranspose');

/** @see Conv3DTranspose */
export function conv3dTranspose(options: ConvTransposeOptions): Conv3DTranspose {
  return new Conv3DTranspose(options);
}
