import {
  channelAxis,
  readDataFormat,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseSpatialDropout, type SpatialDropoutOptions } from './base-spatial-dropout.js';

export interface SpatialDropout2DOptions extends SpatialDropoutOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/**
 * Dropout of whole channels of an image. Input and output (batch, height, width, channels).
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example spatialDropout2d({ rate: 0.2 })
 * @see Tompson et al., "Efficient object localization using convolutional networks" (2014)
 */
export class SpatialDropout2D extends BaseSpatialDropout {
  static override readonly className = 'SpatialDropout2D';
  static override readonly optionKeys: readonly string[] = [
    ...BaseSpatialDropout.optionKeys,
    'dataFormat',
  ];
  readonly dataFormat: DataFormat;
  protected override readonly channels: number;

  constructor(options: SpatialDropout2DOptions) {
    super(2, options);
    this.dataFormat = readDataFormat('SpatialDropout2D', options.dataFormat);
    this.channels = channelAxis(2, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

registerBuiltInLayer(SpatialDropout2D);

/** @see SpatialDropout2D */
export function spatialDropout2d(options: SpatialDropout2DOptions): SpatialDropout2D {
  return new SpatialDropout2D(options);
}
