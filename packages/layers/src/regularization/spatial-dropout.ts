import { SeedGenerator } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import {
  channelAxis,
  readDataFormat,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import { checkRate, dropOut } from './dropout.js';

export interface SpatialDropout1DOptions extends LayerOptions {
  /** Part of the channels that becomes 0, from 0 to 1. */
  rate: number;
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

export interface SpatialDropout2DOptions extends SpatialDropout1DOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/** What dropouts of whole channels share. */
abstract class BaseSpatialDropout extends Layer {
  static override readonly optionKeys: readonly string[] = [...Layer.optionKeys, 'rate', 'seed'];

  readonly rate: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  protected abstract readonly channels: number;

  constructor(rank: number, options: SpatialDropout1DOptions) {
    super(options);
    checkRate(this.getClassName(), 'rate', options.rate);
    this.rate = options.rate;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const shape = inputs.shape.map((size, axis) =>
      axis === 0 || axis === this.channels ? size : 1,
    );
    return dropOut(inputs, this.rate, this.seedGenerator, shape);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

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

  constructor(options: SpatialDropout1DOptions) {
    super(1, options);
  }
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

registerBuiltInLayer(SpatialDropout1D);
registerBuiltInLayer(SpatialDropout2D);

/** @see SpatialDropout1D */
export function spatialDropout1d(options: SpatialDropout1DOptions): SpatialDropout1D {
  return new SpatialDropout1D(options);
}

/** @see SpatialDropout2D */
export function spatialDropout2d(options: SpatialDropout2DOptions): SpatialDropout2D {
  return new SpatialDropout2D(options);
}
