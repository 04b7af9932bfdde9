import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { BaseConv, type ConvOptions } from './base-conv.js';
import { spreadTaps } from './spread-taps.js';
import { arrange, spatialAxes } from './windows.js';

export interface Conv2DTransposeOptions extends Omit<ConvOptions, 'groups'> {
  /** What is added to the size of the output at its end; less than the stride. Default: null. */
  outputPadding?: number | number[] | null;
}

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
export class Conv2DTranspose extends BaseConv {
  static override readonly className = 'Conv2DTranspose';
  static override readonly optionKeys = [
    ...BaseConv.optionKeys.filter((key) => key !== 'groups'),
    'outputPadding',
  ];

  readonly outputPadding: number[] | null;

  constructor(options: Conv2DTransposeOptions) {
    super(2, options, ['valid', 'same']);
    const given = options.outputPadding ?? null;
    this.outputPadding = typeof given === 'number' ? [given, given] : given;
    if (this.outputPadding?.some((padding, i) => padding < 0 || padding >= this.strides[i]!)) {
      throw new ValueError(
        `Conv2DTranspose: outputPadding must be below the stride on each axis; received [${this.outputPadding.join(', ')}] for strides [${this.strides.join(', ')}].`,
      );
    }
  }

  protected override kernelShape(channels: number): number[] {
    return [...this.kernelSize, this.filters, channels];
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

  private outputSizes(sizes: (number | null)[]): (number | null)[] {
    return this.kernelSize.map((taps, i) => {
      const size = sizes[i] ?? null;
      if (size === null) return null;
      const stride = this.strides[i]!;
      const window = (taps - 1) * this.dilationRate[i]! + 1;
      const extra = this.outputPadding?.[i] ?? null;
      if (this.padding === 'valid') {
        return (size - 1) * stride + window + (extra ?? Math.max(window, stride) - window);
      }
      return extra === null ? size * stride : (size - 1) * stride + (window % 2) + extra;
    });
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const sizes = spatialAxes(2, this.dataFormat).map((axis) => shape[axis] ?? null);
    return arrange(shape[0] ?? null, this.outputSizes(sizes), this.filters, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    const config = super.getConfig();
    delete config['groups'];
    return { ...config, output_padding: this.outputPadding };
  }
}

registerBuiltInLayer(Conv2DTranspose, 'keras.layers', 'Convolution2DTranspose');

/** @see Conv2DTranspose */
export function conv2dTranspose(options: Conv2DTransposeOptions): Conv2DTranspose {
  return new Conv2DTranspose(options);
}
