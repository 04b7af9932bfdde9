import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  arrange,
  channelAxis,
  fromChannelsLast,
  readDataFormat,
  readPadding,
  readSizes,
  slide,
  toChannelsLast,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';

export interface PoolingOptions extends LayerOptions {
  /** Size of the window: a number, or one for each spatial axis. Default: 2. */
  poolSize?: number | number[];
  /** How far the window moves. Default: `poolSize`. */
  strides?: number | number[] | null;
  /** `valid`: windows lie inside the input; `same`: they may reach over its edge. Default: `valid`. */
  padding?: 'valid' | 'same';
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/** What poolings over windows share. */
export abstract class BasePooling extends Layer {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'poolSize',
    'strides',
    'padding',
    'dataFormat',
  ];

  readonly rank: number;
  readonly poolSize: number[];
  readonly strides: number[];
  readonly padding: 'valid' | 'same';
  readonly dataFormat: DataFormat;

  constructor(rank: number, options: PoolingOptions) {
    super(options);
    const where = this.getClassName();
    const poolSize = options.poolSize ?? 2;
    this.rank = rank;
    this.poolSize = readSizes(where, 'poolSize', poolSize, rank);
    this.strides = readSizes(where, 'strides', options.strides ?? poolSize, rank);
    this.padding = readPadding(where, options.padding, ['valid', 'same']);
    this.dataFormat = readDataFormat(where, options.dataFormat);
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
  }

  /** Pools (batch, height, width, channels), or with a depth before the height. */
  protected abstract pool(
    x: tf.Tensor,
    size: number[],
    strides: number[],
    padding: 'valid' | 'same',
  ): tf.Tensor;

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(toFloat(inputs), this.dataFormat);
    // a sequence is an image of one row
    const oneRow = this.rank === 1;
    const pooled = this.pool(
      oneRow ? tf.expandDims(x, 1) : x,
      oneRow ? [1, ...this.poolSize] : this.poolSize,
      oneRow ? [1, ...this.strides] : this.strides,
      this.padding,
    );
    return fromChannelsLast(oneRow ? tf.squeeze(pooled, [1]) : pooled, this.dataFormat);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const { poolSize, strides, padding, dataFormat } = this;
    const sizes = slide(this.name, shape, dataFormat, poolSize, strides, padding);
    const channels = shape[channelAxis(this.rank, dataFormat)] ?? null;
    return arrange(shape[0] ?? null, sizes, channels, dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      pool_size: this.poolSize,
      padding: this.padding,
      strides: this.strides,
      data_format: this.dataFormat,
    };
  }
}
