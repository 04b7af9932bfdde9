import { checkChoice } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

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
import type { Shape, Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

const INTERPOLATIONS = ['nearest', 'bilinear'] as const;

export interface UpSampling2DOptions extends LayerOptions {
  /** How many times as high and wide: a number, or one for each. Default: 2. */
  size?: number | number[];
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** `nearest` repeats pixels, `bilinear` blends neighbours. Default: `nearest`. */
  interpolation?: 'nearest' | 'bilinear';
}

/**
 * Images enlarged by whole factors.
 *
 * Input (batch, height, width, channels), output (batch, size[0] height, size[1] width, channels);
 * channels second with `dataFormat: 'channelsFirst'`.
 *
 * @throws ValueError for a size that is not positive, or another interpolation
 * @example upSampling2d({ size: 2 })
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
    const where = 'UpSampling2D';
    this.size = readSizes(where, 'size', options.size ?? 2, 2);
    this.dataFormat = readDataFormat(where, options.dataFormat);
    const interpolation = options.interpolation ?? 'nearest';
    this.interpolation = checkChoice(where, 'interpolation', interpolation, INTERPOLATIONS);
    this.inputSpec = [new InputSpec({ ndim: 4 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const enlarge = this.interpolation === 'nearest' ? repeat : blend;
    const [down, across] = this.size as [number, number];
    const x = toChannelsLast(inputs, this.dataFormat);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    // one axis after the other, as the middle one of three
    const tall = enlarge(tf.reshape(x, [batch, height, width * channels]), down);
    const wide = enlarge(tf.reshape(tall, [batch * height * down, width, channels]), across);
    return fromChannelsLast(
      tf.reshape(wide, [batch, height * down, width * across, channels]),
      this.dataFormat,
    );
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const spatial = spatialAxes(2, this.dataFormat).map((axis, i) => {
      const size = shape[axis] ?? null;
      return size === null ? null : size * this.size[i]!;
    });
    const channels = shape[channelAxis(2, this.dataFormat)] ?? null;
    return arrange(shape[0] ?? null, spatial, channels, this.dataFormat);
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

/** Every entry of the middle axis `factor` times. */
function repeat(x: tf.Tensor, factor: number): tf.Tensor {
  const [before, size, after] = x.shape as [number, number, number];
  const tiled = tf.tile(tf.reshape(x, [before, size, 1, after]), [1, 1, factor, 1]);
  return tf.reshape(tiled, [before, size * factor, after]);
}

/** Linear interpolation along the middle axis, as a product, whose gradient every backend has. */
function blend(x: tf.Tensor, factor: number): tf.Tensor {
  const size = x.shape[1]!;
  return tf.matMul(tf.tensor3d(blendMatrix(size, factor), [1, size * factor, size]), x);
}

/** Row i: how much of each old pixel is in new pixel i; centres of pixels lie at halves. */
function blendMatrix(size: number, factor: number): Float32Array {
  const matrix = new Float32Array(size * factor * size);
  for (let row = 0; row < size * factor; row++) {
    const at = Math.min(size - 1, Math.max(0, (row + 0.5) / factor - 0.5));
    const left = Math.min(Math.floor(at), Math.max(0, size - 2));
    const part = at - left;
    matrix[row * size + left] = 1 - part;
    if (part > 0) matrix[row * size + left + 1] = part;
  }
  return matrix;
}

registerBuiltInLayer(UpSampling2D);

/** @see UpSampling2D */
export function upSampling2d(options?: UpSampling2DOptions): UpSampling2D {
  return new UpSampling2D(options);
}
