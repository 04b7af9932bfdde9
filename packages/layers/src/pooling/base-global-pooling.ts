import { toFloat } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import {
  channelAxis,
  readDataFormat,
  spatialAxes,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { CallArgs, Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';

export interface GlobalPoolingOptions extends LayerOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** Whether the pooled axes stay, with size 1. Default: false. */
  keepdims?: boolean;
  /** tfjs-layers' spelling of `keepdims`. */
  keepDims?: boolean;
}

/** What poolings over all positions share. */
export abstract class BaseGlobalPooling extends Layer {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'dataFormat',
    'keepdims',
    'keepDims',
  ];

  readonly rank: number;
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;

  constructor(rank: number, options: GlobalPoolingOptions) {
    super(options);
    this.rank = rank;
    this.dataFormat = readDataFormat(this.getClassName(), options.dataFormat);
    this.keepdims = options.keepdims ?? options.keepDims ?? false;
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
  }

  /** Pools over the given axes. */
  protected abstract pool(x: tf.Tensor, axes: number[], mask: tf.Tensor | null): tf.Tensor;

  override call(inputs: tf.Tensor, args: CallArgs): tf.Tensor {
    const mask = (Array.isArray(args.mask) ? args.mask[0] : args.mask) ?? null;
    return this.pool(toFloat(inputs), spatialAxes(this.rank, this.dataFormat), mask);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const channel = channelAxis(this.rank, this.dataFormat);
    if (!this.keepdims) return [shape[0] ?? null, shape[channel] ?? null];
    return shape.map((size, axis) => (axis === 0 || axis === channel ? size : 1));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: this.dataFormat, keepdims: this.keepdims };
  }
}
