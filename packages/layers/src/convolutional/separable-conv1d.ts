import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseSeparable, type SeparableOptions } from './base-separable.js';

/**
 * A depthwise convolution followed by one of 1 step, which mixes the channels: nearly what a
 * convolution does, with far fewer weights.
 *
 * Input (batch, steps, channels), output (batch, steps', filters). Weights:
 * depthwise_kernel [taps, channels, depthMultiplier], pointwise_kernel [1, channels ·
 * depthMultiplier, filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, strides together with dilation
 * @throws ShapeError for an input that is not of 3 dimensions, or smaller than the window
 * @example separableConv1d({ filters: 64, kernelSize: 3 })
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions" (2017)
 */
export class SeparableConv1D extends BaseSeparable {
  static override readonly className = 'SeparableConv1D';
  static override readonly optionKeys: readonly string[] = BaseSeparable.optionKeys;

  constructor(options: SeparableOptions) {
    super(1, options);
  }
}

registerBuiltInLayer(SeparableConv1D, 'keras.layers', 'SeparableConvolution1D');

/** @see SeparableConv1D */
export function separableConv1d(options: SeparableOptions): SeparableConv1D {
  return new SeparableConv1D(options);
}
