import type { FusedActivation } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConv, type ConvOptions } from './base-conv.js';
import { convolve2d } from './convolve2d.js';

/**
 * Convolution over images: every output channel is the sum over a window of all input channels
 * times its kernel, plus a bias, through the activation.
 *
 * Input (batch, height, width, channels), output (batch, height', width', filters); channels
 * second with `dataFormat: 'channelsFirst'`. Weights: kernel [rows, columns, channels / groups,
 * filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, filters or channels that groups do not
 *   divide, strides together with dilation
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example conv2d({ filters: 32, kernelSize: 3, activation: 'relu' })
 * @see https://keras.io/api/layers/convolution_layers/convolution2d/
 */
export class Conv2D extends BaseConv {
  static override readonly className: string = 'Conv2D';
  static override readonly optionKeys: readonly string[] = BaseConv.optionKeys;

  protected override readonly fusesRelu = true;

  constructor(options: ConvOptions) {
    super(2, options, ['valid', 'same']);
  }

  protected override convolve(x: tf.Tensor, activation: FusedActivation): tf.Tensor {
    return convolve2d(
      x as tf.Tensor4D,
      this.kernel.read() as tf.Tensor4D,
      this.bias?.read() ?? null,
      {
        strides: this.strides as [number, number],
        padding: this.padding as 'valid' | 'same',
        dilations: this.dilationRate as [number, number],
        groups: this.groups,
        activation,
      },
    );
  }
}

registerBuiltInLayer(Conv2D, 'keras.layers', 'Convolution2D');

/** @see Conv2D */
export function conv2d(options: ConvOptions): Conv2D {
  return new Conv2D(options);
}
