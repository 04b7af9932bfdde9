import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvTranspose, type ConvTransposeOptions } from './base-conv-transpose.js';
import { spreadTaps } from './spread-taps.js';

/**
 * The gradient of a convolution used forwards: it makes images larger by its stride.
 *
 * Input (batch, height, width, channels), output (batch, height', width', filters): `n · stride`
 * for padding 'same', `(n - 1) · stride + max(window, stride)` for 'valid'. Weights: kernel [rows,
 * columns, filters, channels], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, an outputPadding that is not below the stride
 * @throws ShapeError for an input that is not of 4 dimensions
 * @example conv2dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: 'same' })
 * @see https://keras.io/api/layers/convolution_layers/convolution2d_transpose/
 */
export class Conv2DTranspose extends BaseConvTranspose {
  static override readonly className = 'Conv2DTranspose';
  static override readonly optionKeys: readonly string[] = BaseConvTranspose.optionKeys;

  constructor(options: ConvTransposeOptions) {
    super(2, options);
  }

  protected override convolve(x: tf.Tensor): tf.Tensor {
    const [batch, ...sizes] = x.shape as [number, ...number[]];
    const [height, width] = this.outputSizes(sizes) as [number, number];
    const y = tf.conv2dTranspose(
      x as tf.Tensor4D,
      spreadTaps(this.kernel.read(), this.dilationRate) as tf.Tensor4D,
      [batch, height, width, this.filters],
      this.strides as [number, number],
      this.padding as 'valid' | 'same',
    );
    return this.bias ? tf.add(y, this.bias.read()) : y;
  }
}

registerBuiltInLayer(Conv2DTranspose, 'keras.layers', 'Convolution2DTranspose');

/** @see Conv2DTranspose */
export function conv2dTranspose(options: ConvTransposeOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}
