import * as tf from '@tensorflow/tfjs-core';

import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { BaseDepthwise, type DepthwiseOptions } from './base-depthwise.js';
import { channelAxis } from './windows.js';

/**
 * Convolution of every channel by itself: output channel `c · depthMultiplier + m` comes from input
 * channel c alone.
 *
 * Input (batch, height, width, channels), output (batch, height', width', channels ·
 * depthMultiplier). Weights: kernel [rows, columns, channels, depthMultiplier], bias.
 *
 * @throws ValueError for sizes that are not positive, strides together with dilation
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example depthwiseConv2d({ kernelSize: 3, padding: 'same' })
 * @see https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/
 */
export class DepthwiseConv2D extends BaseDepthwise {
  static override readonly className = 'DepthwiseConv2D';
  static override readonly optionKeys: readonly string[] = BaseDepthwise.optionKeys;

  override build(inputShape: Shapes): void {
    const channels = this.channelsOf(inputShape);
    this.computeOutputShape(inputShape);
    this.depthwiseKernel = this.addWeight(
      this.depthwiseSettings.weight([...this.kernelSize, channels, this.depthMultiplier], 'kernel'),
    );
    const size = [channels * this.depthMultiplier];
    if (this.useBias) this.bias = this.addWeight(this.biasSettings.weight(size));
  }

  protected override outputChannels(inputShape: Shape): number | null {
    const channels = inputShape[channelAxis(2, this.dataFormat)] ?? null;
    return channels === null ? null : channels * this.depthMultiplier;
  }

  protected override convolve(x: tf.Tensor4D): tf.Tensor {
    const y = this.depthwise(x);
    return this.bias ? tf.add(y, this.bias.read()) : y;
  }
}

registerBuiltInLayer(DepthwiseConv2D);

/** @see DepthwiseConv2D */
export function depthwiseConv2d(options: DepthwiseOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
