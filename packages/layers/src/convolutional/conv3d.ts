import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseConv, type ConvOptions } from './base-conv.js';
import { spreadTaps } from './spread-taps.js';

/**
 * Convolution over volumes, or images in time.
 *
 * Input (batch, depth, height, width, channels), output (batch, depth', height', width', filters);
 * channels second with `dataFormat: 'channelsFirst'`. Weights: kernel [three sizes, channels /
 * groups, filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, filters or channels that groups do not
 *   divide, strides together with dilation
 * @throws ShapeError for an input that is not of 5 dimensions, or smaller than the window
 * @example conv3d({ filters: 8, kernelSize: 3 })
 * @see https://keras.io/api/layers/convolution_layers/convolution3d/
 */
export class Conv3D extends BaseConv {
  static override readonly className = 'Conv3D';
  static override readonly optionKeys: readonly string[] = BaseConv.optionKeys;

  constructor(options: ConvOptions) {
    super(3, options, ['valid', 'same']);
  }

  protected override convolve(x: tf.Tensor): tf.Tensor {
    const kernel = spreadTaps(this.kernel.read(), this.dilationRate);
    const parts = tf.split<tf.Tensor5D>(x, this.groups, 4);
    const kernels = tf.split<tf.Tensor5D>(kernel, this.groups, 4);
    const results = parts.map((part, i): tf.Tensor =>
      tf.conv3d(
        part,
        kernels[i]!,
        this.strides as [number, number, number],
        this.padding as 'valid' | 'same',
      ),
    );
    const y = results.length === 1 ? results[0]! : tf.concat(results, 4);
    return this.bias ? tf.add(y, this.bias.read()) : y;
  }
}

registerBuiltInLayer(Conv3D, 'keras.layers', 'Convolution3D');

/** @see Conv3D */
export function conv3d(options: ConvOptions): Conv3D {
  return new Conv3D(options);
}
