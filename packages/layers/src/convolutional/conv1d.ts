import type { FusedActivation } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConv, type ConvOptions } from './base-conv.js';
import { convolve2d } from './convolve2d.js';

/**
 * Convolution over sequences. With padding `causal` no output depends on a later input.
 *
 * Input (batch, steps, channels), output (batch, steps', filters); channels second with
 * `dataFormat: 'channelsFirst'`. Weights: kernel [taps, channels / groups, filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, filters or channels that groups do not
 *   divide, strides together with dilation
 * @throws ShapeError for an input that is not of 3 dimensions, or shorter than the window
 * @example conv1d({ filters: 64, kernelSize: 5, padding: 'causal', activation: 'relu' })
 * @see https://keras.io/api/layers/convolution_layers/convolution1d/
 */
export class Conv1D extends BaseConv {
  static override readonly className = 'Conv1D';
  static override readonly optionKeys: readonly string[] = BaseConv.optionKeys;

  protected override readonly fusesRelu = true;

  constructor(options: ConvOptions) {
    super(1, options, ['valid', 'same', 'causal']);
  }

  protected override convolve(x: tf.Tensor, activation: FusedActivation): tf.Tensor {
    const dilation = this.dilationRate[0]!;
    let padded = x;
    if (this.padding === 'causal') {
      const before = (this.kernelSize[0]! - 1) * dilation;
      padded = tf.pad(x, [
        [0, 0],
        [before, 0],
        [0, 0],
      ]);
    }
    // a sequence is an image of one row
    const image = tf.expandDims<tf.Tensor4D>(padded, 1);
    const kernel = tf.expandDims<tf.Tensor4D>(this.kernel.read(), 0);
    const y = convolve2d(image, kernel, this.bias?.read() ?? null, {
      strides: [1, this.strides[0]!],
      padding: this.padding === 'same' ? 'same' : 'valid',
      dilations: [1, dilation],
      groups: this.groups,
      activation,
    });
    return tf.squeeze(y, [1]);
  }
}

registerBuiltInLayer(Conv1D, 'keras.layers', 'Convolution1D');

/** @see Conv1D */
export function conv1d(options: ConvOptions): Conv1D {
  return new Conv1D(options);
}
