import { checkPositiveInteger, toFloat, ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  linear,
  serializeActivation,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import type { ConstraintIdentifier } from '../constraints/index.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { Shape, Shapes } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';
import type { ConvOptions } from './base-conv.js';
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
} from './windows.js';

/** Options about the depthwise part of a convolution. */
export interface DepthwiseOptions
  extends
    LayerOptions,
    Pick<ConvOptions, 'kernelSize' | 'strides' | 'dataFormat' | 'dilationRate' | 'useBias'> {
  /** `valid`: windows lie inside the input; `same`: zeros around keep the size. Default: `valid`. */
  padding?: 'valid' | 'same';
  /** Output channels for each input channel. Default: 1. */
  depthMultiplier?: number;
  /** Default: none. */
  activation?: ActivationIdentifier;
  /** Default: `glorotUniform`. */
  depthwiseInitializer?: InitializerIdentifier;
  depthwiseRegularizer?: RegularizerIdentifier;
  depthwiseConstraint?: ConstraintIdentifier;
  /** Default: `zeros`. */
  biasInitializer?: InitializerIdentifier;
  biasRegularizer?: RegularizerIdentifier;
  biasConstraint?: ConstraintIdentifier;
}

/** What convolutions with a depthwise part share. */
export abstract class BaseDepthwise extends Layer {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'kernelSize',
    'strides',
    'padding',
    'depthMultiplier',
    'dataFormat',
    'dilationRate',
    'activation',
    'useBias',
    ...weightOptionKeys('depthwise', 'bias'),
  ];

  readonly rank: number;
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: 'valid' | 'same';
  readonly depthMultiplier: number;
  readonly dataFormat: DataFormat;
  readonly dilationRate: number[];
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly depthwiseSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  depthwiseKernel!: Variable;
  bias: Variable | null = null;

  constructor(rank: number, options: DepthwiseOptions) {
    super(options);
    const where = this.getClassName();
    this.rank = rank;
    this.kernelSize = readSizes(where, 'kernelSize', options.kernelSize, rank);
    this.strides = readSizes(where, 'strides', options.strides ?? 1, rank);
    this.padding = readPadding(where, options.padding, ['valid', 'same']);
    this.depthMultiplier = options.depthMultiplier ?? 1;
    checkPositiveInteger(where, 'depthMultiplier', this.depthMultiplier);
    this.dataFormat = readDataFormat(where, options.dataFormat);
    this.dilationRate = readSizes(where, 'dilationRate', options.dilationRate ?? 1, rank);
    this.activation = getActivation(options.activation);
    this.useBias = options.useBias ?? true;
    this.depthwiseSettings = new WeightSettings('depthwise', options, 'glorotUniform');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      throw new ValueError(`${where}: strides and dilationRate cannot both be above 1.`);
    }
  }

  /** Input channels of a shape, which must be known. */
  protected channelsOf(inputShape: Shapes): number {
    const axis = channelAxis(this.rank, this.dataFormat);
    const channels = knownSize(this.name, oneShape(this.name, inputShape), axis);
    this.inputSpec = [new InputSpec({ ndim: this.rank + 2, axes: { [axis]: channels } })];
    return channels;
  }

  /** Number of output channels. */
  protected abstract outputChannels(inputShape: Shape): number | null;

  /** The convolution with its bias, of images with channels last. */
  protected abstract convolve(x: tf.Tensor4D): tf.Tensor;

  /** Every channel by itself. */
  protected depthwise(x: tf.Tensor4D): tf.Tensor4D {
    // a sequence is an image of one row, whose only row any stride takes
    const [rows, columns] = this.rank === 1 ? this.strides.concat(this.strides) : this.strides;
    return tf.depthwiseConv2d(
      x,
      this.asImages(this.depthwiseKernel.read(), 0),
      [rows!, columns!],
      this.padding,
      'NHWC',
      (this.rank === 1 ? [1, ...this.dilationRate] : this.dilationRate) as [number, number],
    );
  }

  /** A sequence's tensor with an axis for its only row. */
  protected asImages(x: tf.Tensor, axis: number): tf.Tensor4D {
    return (this.rank === 1 ? tf.expandDims(x, axis) : x) as tf.Tensor4D;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(toFloat(inputs), this.dataFormat);
    const images = this.convolve(this.asImages(x, 1));
    const y = fromChannelsLast(this.rank === 1 ? tf.squeeze(images, [1]) : images, this.dataFormat);
    return this.activation === linear ? y : this.activation(y);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const { dataFormat, kernelSize, strides, padding, dilationRate } = this;
    const sizes = slide(this.name, shape, dataFormat, kernelSize, strides, padding, dilationRate);
    return arrange(shape[0] ?? null, sizes, this.outputChannels(shape), dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      depth_multiplier: this.depthMultiplier,
      data_format: this.dataFormat,
      dilation_rate: this.dilationRate,
      activation: serializeActivation(this.activation),
      use_bias: this.useBias,
      ...this.depthwiseSettings.getConfig(),
      ...this.biasSettings.getConfig(),
    };
  }
}
