import {
  checkPositiveInteger,
  toFloat,
  ValueError,
  type FusedActivation,
  type Variable,
} from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  linear,
  serializeActivation,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import { fusedActivation } from '../activations/fused.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { Shape, Shapes } from '../engine/types.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';
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
  type Padding,
} from './windows.js';

export interface ConvOptions extends LayerOptions, KernelAndBiasOptions {
  /** Number of output channels. */
  filters: number;
  /** Size of the window: a number, or one for each spatial axis. */
  kernelSize: number | number[];
  /** How far the window moves. Default: 1. */
  strides?: number | number[];
  /** `valid`: windows lie inside the input; `same`: zeros around keep the size. Default: `valid`. */
  padding?: Padding;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** Distance between the taps of the window. Default: 1. */
  dilationRate?: number | number[];
  /** Number of groups of channels that are convolved apart. Default: 1. */
  groups?: number;
  /** Default: none. */
  activation?: ActivationIdentifier;
}

/** What convolutions of one and two dimensions share. */
export abstract class BaseConv extends Layer {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'filters',
    'kernelSize',
    'strides',
    'padding',
    'dataFormat',
    'dilationRate',
    'groups',
    'activation',
    'useBias',
    ...weightOptionKeys('kernel', 'bias'),
  ];

  readonly rank: number;
  readonly filters: number;
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: number[];
  readonly groups: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly kernelSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  kernel!: Variable;
  bias: Variable | null = null;

  constructor(rank: number, options: ConvOptions, paddings: readonly Padding[]) {
    super(options);
    const where = this.getClassName();
    checkPositiveInteger(where, 'filters', options.filters);
    checkPositiveInteger(where, 'groups', options.groups ?? 1);
    this.rank = rank;
    this.filters = options.filters;
    this.kernelSize = readSizes(where, 'kernelSize', options.kernelSize, rank);
    this.strides = readSizes(where, 'strides', options.strides ?? 1, rank);
    this.padding = readPadding(where, options.padding, paddings);
    this.dataFormat = readDataFormat(where, options.dataFormat);
    this.dilationRate = readSizes(where, 'dilationRate', options.dilationRate ?? 1, rank);
    this.groups = options.groups ?? 1;
    this.activation = getActivation(options.activation);
    this.useBias = options.useBias ?? true;
    this.kernelSettings = new WeightSettings('kernel', options, 'glorotUniform');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
    if (this.filters % this.groups !== 0) {
      throw new ValueError(
        `${where}: filters must be a multiple of groups; received ${this.filters} and ${this.groups}.`,
      );
    }
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      throw new ValueError(`${where}: strides and dilationRate cannot both be above 1.`);
    }
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const axis = channelAxis(this.rank, this.dataFormat);
    const channels = knownSize(this.name, shape, axis);
    if (channels % this.groups !== 0) {
      throw new ValueError(
        `Layer ${this.name}: the input's ${channels} channels cannot be cut into ${this.groups} groups.`,
      );
    }
    this.computeOutputShape(shape);
    this.kernel = this.addWeight(this.kernelSettings.weight(this.kernelShape(channels)));
    if (this.useBias) this.bias = this.addWeight(this.biasSettings.weight([this.filters]));
    this.inputSpec = [new InputSpec({ ndim: this.rank + 2, axes: { [axis]: channels } })];
  }

  /** Shape of the kernel for that many input channels. */
  protected kernelShape(channels: number): number[] {
    return [...this.kernelSize, channels / this.groups, this.filters];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(toFloat(inputs), this.dataFormat);
    const fused = this.fusesRelu ? fusedActivation(this.activation) : 'linear';
    const y = fromChannelsLast(this.convolve(x, fused), this.dataFormat);
    return this.activation === linear || fused !== 'linear' ? y : this.activation(y);
  }

  /** Whether `convolve` applies relu itself, where that is the activation. */
  protected readonly fusesRelu: boolean = false;

  /** The convolution with its bias and, where it `fusesRelu`, the activation, channels last. */
  protected abstract convolve(x: tf.Tensor, activation: FusedActivation): tf.Tensor;

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const { dataFormat, kernelSize, strides, padding, dilationRate } = this;
    const sizes = slide(this.name, shape, dataFormat, kernelSize, strides, padding, dilationRate);
    return arrange(shape[0] ?? null, sizes, this.filters, dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      data_format: this.dataFormat,
      dilation_rate: this.dilationRate,
      groups: this.groups,
      activation: serializeActivation(this.activation),
      use_bias: this.useBias,
      ...this.kernelSettings.getConfig(),
      ...this.biasSettings.getConfig(),
    };
  }
}
