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
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';

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
    const enlarge = this.interpolation === 'nearest' ? repeat : interpolate;
    return fromChannelsLast(
      enlarge(enlarge(x, 1, this.size[0]!), 2, this.size[1]!),
      this.dataFormat,
    );
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

/** Every entry along an axis `factor` times. */
function repeat(x: tf.Tensor, axis: number, factor: number): tf.Tensor {
  if (factor === 1) return x;
  const before = tf.util.sizeFromShape(x.shape.slice(0, axis + 1));
  const after = tf.util.sizeFromShape(x.shape.slice(axis + 1));
  const tiled = tf.tile(tf.reshape(x, [before, 1, after]), [1, factor, 1]);
  return tf.reshape(
    tiled,
    x.shape.map((size, i) => (i === axis ? size * factor : size)),
  );
}

/** Linear interpolation along an axis, as a product with a matrix: its gradient is right everywhere. */
function interpolate(x: tf.Tensor, axis: number, factor: number): tf.Tensor {
  if (factor === 1) return x;
  const size = x.shape[axis]!;
  const weights = tf.tensor2d(interpolationWeights(size, factor), [size * factor, size]);
  const order = x.shape.map((_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const last = tf.transpose(x, order);
  const rows = tf.reshape<tf.Rank.R2>(last, [-1, size]);
  const product = tf.matMul(rows, weights, false, true);
  const shaped = tf.reshape(product, [...last.shape.slice(0, -1), size * factor]);
  return tf.transpose(
    shaped,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** Row i: how much of each pixel is in new pixel i, whose centre is at (i + 0.5) / factor - 0.5. */
function interpolationWeights(size: number, factor: number): Float32Array {
  const weights = new Float32Array(size * factor * size);
  for (let i = 0; i < size * factor; i++) {
    const centre = Math.min(Math.max((i + 0.5) / factor - 0.5, 0), size - 1);
    const left = Math.floor(centre);
    const share = centre - left;
    weights[i * size + left] = 1 - share;
    if (share > 0) weights[i * size + left + 1] = share;
  }
  return weights;
}

registerBuiltInLayer(UpSampling2D);

/** @see UpSampling2D */
export function upSampling2d(options: UpSampling2DOptions = {}): UpSampling2D {
  return new UpSampling2D(options);
}
