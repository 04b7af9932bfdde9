import {
  checkPositiveInteger,
  SeedGenerator,
  toFloat,
  ValueError,
  type Variable,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  serializeActivation,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import type { ConstraintIdentifier } from '../constraints/index.js';
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
} from '../convolutional/windows.js';
import { Layer, type LayerOptions, type WeightOptions } from '../engine/layer.js';
import {
  isShapeList,
  type CallArgs,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import { checkRate, dropOut } from '../regularization/dropout.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { knownSize } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';
import { RNNCell, type SequenceOptions, type SequenceResult } from './cell.js';
import { convolve } from './convolve.js';
import { runLoop } from './loop.js';

export interface ConvLSTMCellOptions extends LayerOptions, KernelAndBiasOptions {
  /** Number of channels of the output and of each state. */
  filters: number;
  /** Size of the window: a number, or one for each spatial axis. */
  kernelSize: number | number[];
  /** How far the window moves over the inputs. Default: 1. */
  strides?: number | number[];
  /** Of the convolution of the inputs; that of the state is `same`. Default: `valid`. */
  padding?: 'valid' | 'same';
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** Distance between the taps of the window over the inputs. Default: 1. */
  dilationRate?: number | number[];
  /** Default: `tanh`. */
  activation?: ActivationIdentifier;
  /** Of the gates. Default: `sigmoid`. */
  recurrentActivation?: ActivationIdentifier;
  /** Default: `orthogonal`. */
  recurrentInitializer?: InitializerIdentifier;
  recurrentRegularizer?: RegularizerIdentifier;
  recurrentConstraint?: ConstraintIdentifier;
  /** Whether the forget gate's bias starts at 1. Default: true. */
  unitForgetBias?: boolean;
  /** Part of the inputs that is dropped in training, the same for all steps. Default: 0. */
  dropout?: number;
  /** Part of the states that is dropped in training, the same for all steps. Default: 0. */
  recurrentDropout?: number;
  /** Of the dropout. Default: from `setRandomSeed`. */
  seed?: number | null;
}

/** Gates i, f, g, o. */
const GATES = 4;

/**
 * A step of an LSTM whose products are convolutions `∗`, with gates i, f, o and states h, c:
 *
 *     i, f, g, o = split(x ∗ kernel + h ∗ recurrent_kernel + bias)
 *     c' = σ(f) c + σ(i) activation(g)
 *     h' = σ(o) activation(c')
 *
 * @see Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation
 *   nowcasting" (2015)
 */
export abstract class ConvLSTMCell extends RNNCell {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'filters',
    'kernelSize',
    'strides',
    'padding',
    'dataFormat',
    'dilationRate',
    'activation',
    'recurrentActivation',
    'useBias',
    ...weightOptionKeys('kernel', 'recurrent', 'bias'),
    'unitForgetBias',
    'dropout',
    'recurrentDropout',
    'seed',
  ];

  readonly rank: number;
  readonly filters: number;
  readonly kernelSize: number[];
  readonly strides: number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: number[];
  readonly activation: ActivationFunction;
  readonly recurrentActivation: ActivationFunction;
  readonly useBias: boolean;
  readonly unitForgetBias: boolean;
  readonly kernelSettings: WeightSettings;
  readonly recurrentSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | null = null;
  #stateShape: number[] = [];

  constructor(rank: number, options: ConvLSTMCellOptions) {
    super(options);
    const where = this.getClassName();
    checkPositiveInteger(where, 'filters', options.filters);
    this.rank = rank;
    this.filters = options.filters;
    this.kernelSize = readSizes(where, 'kernelSize', options.kernelSize, rank);
    this.strides = readSizes(where, 'strides', options.strides ?? 1, rank);
    this.padding = readPadding(where, options.padding, ['valid', 'same']);
    this.dataFormat = readDataFormat(where, options.dataFormat);
    this.dilationRate = readSizes(where, 'dilationRate', options.dilationRate ?? 1, rank);
    const { activation = 'tanh', recurrentActivation = 'sigmoid' } = options;
    this.activation = getActivation(activation);
    this.recurrentActivation = getActivation(recurrentActivation);
    this.useBias = options.useBias ?? true;
    this.unitForgetBias = options.unitForgetBias ?? true;
    this.kernelSettings = new WeightSettings('kernel', options, 'glorotUniform');
    this.recurrentSettings = new WeightSettings('recurrent', options, 'orthogonal');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
    this.dropout = options.dropout ?? 0;
    this.recurrentDropout = options.recurrentDropout ?? 0;
    checkRate(where, 'dropout', this.dropout);
    checkRate(where, 'recurrentDropout', this.recurrentDropout);
    this.seed = options.seed ?? null;
    const draws = this.dropout > 0 || this.recurrentDropout > 0;
    this.seedGenerator = draws ? new SeedGenerator(this.seed) : null;
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilationRate) > 1) {
      throw new ValueError(`${where}: strides and dilationRate cannot both be above 1.`);
    }
  }

  override get stateSize(): number[] {
    return [this.filters, this.filters];
  }

  override stepShapes(shape: Shape): { output: Shape; states: Shape[] } {
    const { dataFormat, kernelSize, strides, padding, dilationRate } = this;
    const sizes = slide(this.name, shape, dataFormat, kernelSize, strides, padding, dilationRate);
    const output = arrange(shape[0] ?? null, sizes, this.filters, dataFormat);
    return { output, states: [output, output] };
  }

  override build(inputShape: Shapes): void {
    const shape = isShapeList(inputShape) ? inputShape[0]! : inputShape;
    for (let axis = 1; axis < shape.length; axis++) knownSize(this.name, shape, axis);
    const channels = shape[channelAxis(this.rank, this.dataFormat)]!;
    this.#stateShape = this.stepShapes(shape).output.slice(1) as number[];
    const width = GATES * this.filters;
    this.kernel = this.addWeight(this.kernelSettings.weight([...this.kernelSize, channels, width]));
    this.recurrentKernel = this.addWeight(
      this.recurrentSettings.weight([...this.kernelSize, this.filters, width], 'recurrent_kernel'),
    );
    if (this.useBias) this.bias = this.addWeight(this.biasWeight());
  }

  private biasWeight(): WeightOptions {
    const { filters } = this;
    const weight = this.biasSettings.weight([GATES * filters]);
    if (!this.unitForgetBias) return weight;
    const { initializer } = this.biasSettings;
    return {
      ...weight,
      initializer: (_shape, dtype) =>
        tf.concat([
          initializer.apply([filters], dtype),
          tf.ones([filters], dtype as 'float32'),
          initializer.apply([2 * filters], dtype),
        ]),
    };
  }

  override getInitialState(batchSize: number): tf.Tensor[] {
    return this.stateSizes.map(() => tf.zeros([batchSize, ...this.#stateShape]));
  }

  override runSequence(
    x: tf.Tensor,
    states: tf.Tensor[],
    options: SequenceOptions,
  ): SequenceResult {
    const projection = this.project(x, options.training);
    const masks = this.stateMasks(states[0]!, options.training);
    return runLoop(projection, states, options, (inputs, before) =>
      this.step(inputs, before, masks),
    );
  }

  override call(inputs: Tensors, args: CallArgs): tf.Tensor[] {
    const [x, ...states] = inputs as [tf.Tensor, ...tf.Tensor[]];
    const training = args.training ?? false;
    const projected = tf.squeeze(this.project(tf.expandDims(toFloat(x), 1), training), [1]);
    const masks = this.stateMasks(states[0]!, training);
    const { output, states: after } = this.step(projected, states, masks);
    return [output, ...after];
  }

  /** `x ∗ kernel + bias` for all steps of (batch, time, …) at once. */
  private project(x: tf.Tensor, training: boolean): tf.Tensor {
    const [batch, time, ...rest] = x.shape as [number, number, ...number[]];
    const kernel = this.kernel.read();
    const apply = (inputs: tf.Tensor, taps: tf.Tensor) => {
      const images = toChannelsLast(tf.reshape(inputs, [batch * time, ...rest]), this.dataFormat);
      return convolve(images, taps, this.strides, this.padding, this.dilationRate);
    };
    let y: tf.Tensor;
    if (training && this.dropout > 0 && this.dropout < 1) {
      // every gate has a mask of its own, as in Keras
      const ones = tf.ones([batch, 1, ...rest]);
      const drop = () => tf.mul(x, dropOut(ones, this.dropout, this.seedGenerator!));
      const kernels = tf.split(kernel, GATES, this.rank + 1);
      y = tf.concat(
        kernels.map((part) => apply(drop(), part)),
        this.rank + 1,
      );
    } else {
      y = apply(x, kernel);
    }
    if (this.bias) y = tf.add(y, this.bias.read());
    const images = fromChannelsLast(y, this.dataFormat);
    return tf.reshape(images, [batch, time, ...images.shape.slice(1)]);
  }

  /** Masks of the state for each gate's convolution; null without dropout. */
  private stateMasks(state: tf.Tensor, training: boolean): tf.Tensor[] | null {
    if (!training || this.recurrentDropout <= 0 || this.recurrentDropout >= 1) return null;
    const ones = tf.ones([GATES, ...state.shape]);
    return tf.unstack(dropOut(ones, this.recurrentDropout, this.seedGenerator!));
  }

  /** `h ∗ recurrent_kernel` for all gates at once, or gate by gate where each has a mask. */
  private recur(h: tf.Tensor, masks: tf.Tensor[] | null): tf.Tensor {
    const kernel = this.recurrentKernel.read();
    const once = this.kernelSize.map(() => 1);
    const apply = (state: tf.Tensor, taps: tf.Tensor) =>
      convolve(toChannelsLast(state, this.dataFormat), taps, once, 'same', once);
    if (!masks) return fromChannelsLast(apply(h, kernel), this.dataFormat);
    const kernels = tf.split(kernel, GATES, this.rank + 1);
    const parts = kernels.map((part, i) => apply(tf.mul(h, masks[i]!), part));
    return fromChannelsLast(tf.concat(parts, this.rank + 1), this.dataFormat);
  }

  private step(
    projected: tf.Tensor,
    [h, c]: tf.Tensor[],
    masks: tf.Tensor[] | null,
  ): { output: tf.Tensor; states: tf.Tensor[] } {
    const axis = channelAxis(this.rank, this.dataFormat);
    const [i, f, g, o] = tf.split(tf.add(projected, this.recur(h!, masks)), GATES, axis);
    const kept = tf.mul(this.recurrentActivation(f!), c!);
    const added = tf.mul(this.recurrentActivation(i!), this.activation(g!));
    const carry = tf.add(kept, added);
    const output = tf.mul(this.recurrentActivation(o!), this.activation(carry));
    return { output, states: [output, carry] };
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
      activation: serializeActivation(this.activation),
      recurrent_activation: serializeActivation(this.recurrentActivation),
      use_bias: this.useBias,
      ...this.kernelSettings.getConfig(),
      ...this.recurrentSettings.getConfig(),
      ...this.biasSettings.getConfig(),
      unit_forget_bias: this.unitForgetBias,
      dropout: this.dropout,
      recurrent_dropout: this.recurrentDropout,
      seed: this.seed,
    };
  }
}
