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

export interface UpSampling3DOptions extends LayerOptions {
  /** Factor, or [depth, rows, columns]. Default: 2. */
  size?: number | number[];
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/**
 * Volumes made larger, by repeating their points.
 *
 * Input (batch, depth, height, width, channels), output (batch, depth · size[0], height · size[1],
 * width · size[2], channels).
 *
 * @throws ValueError for sizes that are not positive whole numbers
 * @throws ShapeError for an input that is not of 5 dimensions
 * @example upSampling3d({ size: [1, 2, 2] })
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling3d/
 */
export class UpSampling3D extends Layer {
  static override readonly className = 'UpSampling3D';
  static override readonly optionKeys = [...Layer.optionKeys, 'size', 'dataFormat'];

  readonly size: number[];
  readonly dataFormat: DataFormat;

  constructor(options: UpSampling3DOptions = {}) {
    super(options);
    this.size = readSizes('UpSampling3D', 'size', options.size ?? 2, 3);
    this.dataFormat = readDataFormat('UpSampling3D', options.dataFormat);
    this.inputSpec = [new InputSpec({ ndim: 5 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(inputs, this.dataFormat);
    const enlarged = this.size.reduce((y, factor, i) => repeat(y, i + 1, factor), x);
    return fromChannelsLast(enlarged, this.dataFormat);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const sizes = spatialAxes(3, this.dataFormat).map((axis, i) => {
      const size = shape[axis] ?? null;
      return size === null ? null : size * this.size[i]!;
    });
    const channels = shape[channelAxis(3, this.dataFormat)] ?? null;
    return arrange(shape[0] ?? null, sizes, channels, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), size: this.size, data_format: this.dataFormat };
  }
}

registerBuiltInLayer(UpSampling3D);

/** @see UpSampling3D */
export function upSampling3d(options: UpSampling3DOptions = {}): UpSampling3D {
  return new UpSampling3D(options);
}
