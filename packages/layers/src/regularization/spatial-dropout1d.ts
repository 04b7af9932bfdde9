import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseSpatialDropout, type SpatialDropoutOptions } from './base-spatial-dropout.js';

/**
 * Dropout of whole channels of a sequence: neighbouring steps are alike, so single ones would
 * teach little. Input and output (batch, steps, channels).
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example spatialDropout1d({ rate: 0.2 })
 * @see Tompson et al., "Efficient object localization using convolutional networks" (2014)
 */
export class SpatialDropout1D extends BaseSpatialDropout {
  static override readonly className = 'SpatialDropout1D';
  static override readonly optionKeys: readonly string[] = BaseSpatialDropout.optionKeys;
  protected override readonly channels = 2;

  constructor(options: SpatialDropoutOptions) {
    super(1, options);
  }
}

registerBuiltInLayer(SpatialDropout1D);

/** @see SpatialDropout1D */
export function spatialDropout1d(options: SpatialDropoutOptions): SpatialDropout1D {
  return new SpatialDropout1D(options);
}
