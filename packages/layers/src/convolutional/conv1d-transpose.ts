import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConvTranspose, type ConvTransposeOptions } from './base-conv-transpose.js';
import { spreadTaps } from './spread-taps.js';

/**
 * The gradient of a convolution used forwards: it makes sequences longer by its stride.
 *
 * Input (batch, steps, channels), output (batch, steps', filters): `n · stride` for padding 'same',
 * `(n - 1) · stride + max(window, stride)` for 'valid'. Weights: kernel [taps, filters, channels],
 * bias [filters].
 *
 * @throws ValueError for sizes that are not positive, an outputPadding that is not below the stride
 * @throws ShapeError for an input that is not of 3 dimensions
 * @example conv1dTranspose({ filters: 16, kernelSize: 3, strides: 2, padding: 'same' })
 * @see https://keras.io/api/layers/convolution_layers/convolution1d_transpose/
 */
export class Conv1DTranspose extends BaseConvTranspose {
  static override readonly className = 'Conv1DTranspose';
  static override readonly optionKeys: readonly string[] = BaseConvTranspose.optionKeys;

  constructor(options: ConvTransposeOptions) {
    super(1, options);
  }

  protected override convolve(x: tf.Tensor): tf.Tensor {
    const [batch, steps] = x.shape as [number, number];
    const [length] = this.outputSizes([steps]) as [number];
    // a sequence is an image of one row
    const y = tf.conv2dTranspose(
      tf.expandDims<tf.Tensor4D>(x, 1),
      tf.expandDims<tf.Tensor4D>(spreadTaps(this.kernel.read(), this.dilationRate), 0),
      [batch, 1, length, this.filters],
      [1, this.strides[0]!],
      this.padding as 'valid' | 'same',
    );
    const row = tf.squeeze(y, [1]);
    return this.bias ? tf.add(row, this.bias.read()) : row;
  }
}

registerBuiltInLayer(Conv1DTranspose, 'keras.layers', 'Convolution1DTranspose');

/** @see Conv1DTranspose */
export function conv1dTranspose(options: ConvTransposeOptions): Conv1DTranspose {
  return new Conv1DTranspose(options);
}
