import { checkChoice } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import {
  arrange,
  channelAxis,
  fromChannelsLast,
  readDataFormat,
  readSizes,
  spatialAxes,
  toChannelsLast,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { repeat } from './repeat.js';
import { resample } from './resample.js';

export interface UpSampling2DOptions extends LayerOptions {
  /** Factor, or [rows, columns]. Default: 2. */
  size?: number | number[];
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** Default: `nearest`. */
  interpolation?: 'nearest' | 'bilinear';
}

/**
 * Images made larger, by repeating pixels or by linear interpolation between their centres.
 *
 * Input (batch, height, width, channels), output (batch, height · rows, width · columns, channels).
 *
 * @example upSampling2d({ size: 2, interpolation: 'bilinear' })
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling2d/
 */
export class UpSampling2D extends Layer {
  static override readonly className = 'UpSampling2D';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'size',
    'dataFormat',
    'interpolation',
  ];

  readonly size: number[];
  readonly dataFormat: DataFormat;
  readonly interpolation: 'nearest' | 'bilinear';

  constructor(options: UpSampling2DOptions = {}) {
    super(options);
    this.size = readSizes('UpSampling2D', 'size', options.size ?? 2, 2);
    this.dataFormat = readDataFormat('UpSampling2D', options.dataFormat);
    this.interpolation = checkChoice(
      'UpSampling2D',
      'interpolation',
      options.interpolation ?? 'nearest',
      ['nearest', 'bilinear'] as const,
    );
    this.inputSpec = [new InputSpec({ ndim: 4 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(inputs, this.dataFormat);
    const enlarge = (y: tf.Tensor, axis: number, factor: number) =>
      this.interpolation === 'nearest'
        ? repeat(y, axis, factor)
        : resample(y, axis, y.shape[axis]! * factor, 'bilinear');
    const [rows, columns] = this.size as [number, number];
    return fromChannelsLast(enlarge(enlarge(x, 1, rows), 2, columns), this.dataFormat);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const sizes = spatialAxes(2, this.dataFormat).map((axis, i) => {
      const size = shape[axis] ?? null;
      return size === null ? null : size * this.size[i]!;
    });
    const channels = shape[channelAxis(2, this.dataFormat)] ?? null;
    return arrange(shape[0] ?? null, sizes, channels, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      size: this.size,
      data_format: this.dataFormat,
      interpolation: this.interpolation,
    };
  }
}

registerBuiltInLayer(UpSampling2D);

/** @see UpSampling2D */
export function upSampling2d(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(options);
}
