import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseSeparable, type SeparableOptions } from './base-separable.js';

/**
 * A depthwise convolution followed by one of 1 x 1, which mixes the channels: nearly what a
 * convolution does, with far fewer weights.
 *
 * Input (batch, height, width, channels), output (batch, height', width', filters). Weights:
 * depthwise_kernel [rows, columns, channels, depthMultiplier], pointwise_kernel [1, 1, channels ·
 * depthMultiplier, filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, strides together with dilation
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example separableConv2d({ filters: 64, kernelSize: 3 })
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions" (2017)
 */
export class SeparableConv2D extends BaseSeparable {
  static override readonly className = 'SeparableConv2D';
  static override readonly optionKeys: readonly string[] = BaseSeparable.optionKeys;

  constructor(options: SeparableOptions) {
    super(2, options);
  }
}

registerBuiltInLayer(SeparableConv2D, 'keras.layers', 'SeparableConvolution2D');

/** @see SeparableConv2D */
export function separableConv2d(options: SeparableOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
