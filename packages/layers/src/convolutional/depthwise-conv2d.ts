import { registerBuiltInLayer } from '../engine/serialization.js';
import type { DepthwiseOptions } from './base-depthwise.js';
import { BaseDepthwiseOnly } from './base-depthwise-only.js';

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
export class DepthwiseConv2D extends BaseDepthwiseOnly {
  static override readonly className = 'DepthwiseConv2D';
  static override readonly optionKeys: readonly string[] = BaseDepthwiseOnly.optionKeys;

  constructor(options: DepthwiseOptions) {
    super(2, options);
  }
}

registerBuiltInLayer(DepthwiseConv2D);

/** @see DepthwiseConv2D */
export function depthwiseConv2d(options: DepthwiseOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
