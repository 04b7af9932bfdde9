import {
  channelAxis,
  readDataFormat,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { BaseSpatialDropout, type SpatialDropoutOptions } from './base-spatial-dropout.js';

export interface SpatialDropout3DOptions extends SpatialDropoutOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/**
 * Dropout of whole channels of a volume. Input and output (batch, depth, height, width, channels).
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example spatialDropout3d({ rate: 0.2 })
 * @see Tompson et al., "Efficient object localization using convolutional networks" (2014)
 */
export class SpatialDropout3D extends BaseSpatialDropout {
  static override readonly className = 'SpatialDropout3D';
  static override readonly optionKeys: readonly string[] = [
    ...BaseSpatialDropout.optionKeys,
    'dataFormat',
  ];
  readonly dataFormat: DataFormat;
  protected override readonly channels: number;

  constructor(options: SpatialDropout3DOptions) {
    super(3, options);
    this.dataFormat = readDataFormat('SpatialDropout3D', options.dataFormat);
    this.channels = channelAxis(3, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

registerBuiltInLayer(SpatialDropout3D);

/** @see SpatialDropout3D */
export function spatialDropout3d(options: SpatialDropout3DOptions): SpatialDropout3D {
  return new SpatialDropout3D(options);
}
