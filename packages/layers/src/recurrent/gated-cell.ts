import {
  checkPositiveInteger,
  multiplyAddBias,
  SeedGenerator,
  toFloat,
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
import { Layer, type LayerOptions, type WeightOptions } from '../engine/layer.js';
import type { CallArgs, Shapes, Tensors } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import { checkRate, dropOut } from '../regularization/dropout.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';
import { RNNCell, type SequenceOptions, type SequenceResult } from './cell.js';
import { runLoop } from './loop.js';

/** Options that the cells of SimpleRNN, LSTM and GRU share. */
export interface GatedCellOptions extends LayerOptions, KernelAndBiasOptions {
  /** Size of the output and of each state. */
  units: number;
  /** Default: `tanh`. */
  activation?: ActivationIdentifier;
  /** Default: `orthogonal`. */
  recurrentInitializer?: InitializerIdentifier;
  recurrentRegularizer?: RegularizerIdentifier;
  recurrentConstraint?: ConstraintIdentifier;
  /** Part of the inputs that is dropped in training, the same for all steps. Default: 0. */
  dropout?: number;
  /** Part of the states that is dropped in training, the same for all steps. Default: 0. */
  recurrentDropout?: number;
  /** Of the dropout. Default: from `setRandomSeed`. */
  seed?: number | null;
}

export const GATED_CELL_KEYS: readonly string[] = [
  'units',
  'activation',
  'useBias',
  ...weightOptionKeys('kernel', 'recurrent', 'bias'),
  'dropout',
  'recurrentDropout',
  'seed',
];

/** What a step needs beside its projected inputs. */
export interface StepContext {
  recurrentKernel: tf.Tensor;
  /** Masks of the state for each gate's product, [gates, batch, units]; null without dropout. */
  dropout: tf.Tensor | null;
}

/**
 * What the cells of SimpleRNN, LSTM and GRU share: a kernel for the inputs, one for the state, a
 * bias. Inputs are projected for all steps at once, `x · kernel + bias`, and only the rest runs
 * step by step, in one kernel where the backend has it.
 */
export abstract class GatedCell extends RNNCell {
  /** How many products of `units` columns the kernels hold. */
  protected abstract readonly gates: number;

  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
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

  constructor(options: GatedCellOptions) {
    super(options);
    const where = this.getClassName();
    checkPositiveInteger(where, 'units', options.units);
    this.units = options.units;
    this.activation = getActivation(options.activation === undefined ? 'tanh' : options.activation);
    this.useBias = options.useBias ?? true;
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
  }

  get stateSize(): number | number[] {
    return this.units;
  }

  override build(inputShape: Shapes): void {
    const shapes = Array.isArray(inputShape[0]) ? (inputShape[0] as Shapes) : inputShape;
    const features = knownSize(this.name, oneShape(this.name, shapes), -1);
    const width = this.gates * this.units;
    this.kernel = this.addWeight(this.kernelSettings.weight([features, width]));
    this.recurrentKernel = this.addWeight(
      this.recurrentSettings.weight([this.units, width], 'recurrent_kernel'),
    );
    if (this.useBias) this.bias = this.addWeight(this.biasWeight());
  }

  /** How the bias is made. */
  protected biasWeight(): WeightOptions {
    return this.biasSettings.weight([this.gates * this.units]);
  }

  /** The part of the bias that is added to the projected inputs. */
  protected inputBias(): tf.Tensor | null {
    return this.bias?.read() ?? null;
  }

  /** One step from projected inputs [batch, gates · units]. */
  protected abstract step(
    projected: tf.Tensor,
    states: tf.Tensor[],
    context: StepContext,
  ): { output: tf.Tensor; states: tf.Tensor[] };

  /** All steps in one kernel, or null where the backend or the options do not allow it. */
  protected abstract fuse(
    projection: tf.Tensor,
    states: tf.Tensor[],
    dropout: tf.Tensor | null,
    options: SequenceOptions,
  ): SequenceResult | null;

  override runSequence(
    x: tf.Tensor,
    states: tf.Tensor[],
    options: SequenceOptions,
  ): SequenceResult {
    const projection = this.project(toFloat(x), options.training);
    const dropout = this.stateMasks(x.shape[0], options.training);
    const fused = this.fuse(projection, states, dropout, options);
    if (fused) return fused;
    const context = { recurrentKernel: this.recurrentKernel.read(), dropout };
    return runLoop(projection, states, options, (inputs, before) =>
      this.step(inputs, before, context),
    );
  }

  override call(inputs: Tensors, args: CallArgs): tf.Tensor[] {
    const [x, ...states] = inputs as [tf.Tensor, ...tf.Tensor[]];
    const training = args.training ?? false;
    const projected = tf.squeeze(this.project(tf.expandDims(toFloat(x), 1), training), [1]);
    const { output, states: after } = this.step(projected, states, {
      recurrentKernel: this.recurrentKernel.read(),
      dropout: this.stateMasks(x.shape[0], training),
    });
    return [output, ...after];
  }

  /** `x · kernel + bias` for [batch, time, features], with dropout of the features in training. */
  private project(x: tf.Tensor, training: boolean): tf.Tensor {
    const [batch, time, features] = x.shape as [number, number, number];
    const kernel = this.kernel.read();
    const bias = this.inputBias();
    const multiply = (inputs: tf.Tensor, matrix: tf.Tensor, offset: tf.Tensor | null) =>
      multiplyAddBias(tf.reshape(inputs, [batch * time, features]), matrix, offset);
    const drop = (): tf.Tensor => {
      const ones = tf.ones([batch, 1, features]);
      return tf.mul(x, dropOut(ones, this.dropout, this.seedGenerator!));
    };
    const dropping = training && this.dropout > 0 && this.dropout < 1;
    let flat: tf.Tensor;
    if (dropping && this.recurrentDropout > 0) {
      // every gate has a mask of its own, as in Keras
      const kernels = tf.split(kernel, this.gates, 1);
      const biases = bias && tf.split(bias, this.gates);
      flat = tf.concat(
        kernels.map((part, i) => multiply(drop(), part, biases?.[i] ?? null)),
        1,
      );
    } else {
      flat = multiply(dropping ? drop() : x, kernel, bias);
    }
    return tf.reshape(flat, [batch, time, this.gates * this.units]);
  }

  private stateMasks(batch: number, training: boolean): tf.Tensor | null {
    if (!training || this.recurrentDropout <= 0 || this.recurrentDropout >= 1) return null;
    const ones = tf.ones([this.gates, batch, this.units]);
    return dropOut(ones, this.recurrentDropout, this.seedGenerator!);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: serializeActivation(this.activation),
      use_bias: this.useBias,
      ...this.kernelSettings.getConfig(),
      ...this.recurrentSettings.getConfig(),
      ...this.biasSettings.getConfig(),
      dropout: this.dropout,
      recurrent_dropout: this.recurrentDropout,
      seed: this.seed,
    };
  }
}

/** `h · kernel` for all gates at once, or gate by gate where each has a mask of the state. */
export function recur(h: tf.Tensor, { recurrentKernel, dropout }: StepContext): tf.Tensor {
  const matrix = recurrentKernel as tf.Tensor2D;
  if (dropout === null) return tf.matMul(h, matrix);
  const masks = tf.unstack(dropout);
  const kernels = tf.split(matrix, masks.length, 1);
  return tf.concat(
    kernels.map((kernel, i) => tf.matMul(tf.mul(h, masks[i]!), kernel)),
    1,
  );
}

/** Option keys of a cell class. */
export function cellOptionKeys(...more: string[]): readonly string[] {
  return [...Layer.optionKeys, ...GATED_CELL_KEYS, ...more];
}
