import { registerBuiltInLayer } from '../engine/serialization.js';
import type { DepthwiseOptions } from './base-depthwise.js';
import { BaseDepthwiseOnly } from './base-depthwise-only.js';

/**
 * Convolution of every channel by itself: output channel `c · depthMultiplier + m` comes from input
 * channel c alone.
 *
 * Input (batch, steps, channels), output (batch, steps', channels · depthMultiplier). Weights: kernel [taps, channels, depthMultiplier], bias.
 *
 * @throws ValueError for sizes that are not positive, strides together with dilation
 * @throws ShapeError for an input that is not of 3 dimensions, or smaller than the window
 * @example depthwiseConv1d({ kernelSize: 3, padding: 'same' })
 * @see https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/
 */
export class DepthwiseConv1D extends BaseDepthwiseOnly {
  static override readonly className = 'DepthwiseConv1D';
  static override readonly optionKeys: readonly string[] = BaseDepthwiseOnly.optionKeys;

  constructor(options: DepthwiseOptions) {
    super(1, options);
  }
}

registerBuiltInLayer(DepthwiseConv1D);

/** @see DepthwiseConv1D */
export function depthwiseConv1d(options: DepthwiseOptions): DepthwiseConv1D {
  return new DepthwiseConv1D(options);
}
