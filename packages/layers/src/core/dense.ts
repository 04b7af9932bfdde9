import { checkPositiveInteger, multiplyAddBias, toFloat, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

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
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';

export interface DenseOptions extends LayerOptions, KernelAndBiasOptions {
  /** Size of the output. */
  units: number;
  /** Default: none. */
  activation?: ActivationIdentifier;
}

/**
 * Fully connected: `activation(x · kernel + bias)`, on the last axis.
 *
 * Input (batch, …, n), output (batch, …, units). Weights: kernel [n, units], bias [units].
 *
 * @throws ValueError unless `units` is a positive whole number
 * @throws ShapeError for an input of fewer than 2 dimensions, or without a known last one
 * @example dense({ units: 10, activation: 'softmax' })
 * @see https://keras.io/api/layers/core_layers/dense/
 */
export class Dense extends Layer {
  static override readonly className = 'Dense';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'units',
    'activation',
    'useBias',
    ...weightOptionKeys('kernel', 'bias'),
  ];

  readonly units: number;
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  readonly kernelSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  kernel!: Variable;
  bias: Variable | null = null;

  constructor(options: DenseOptions) {
    super(options);
    checkPositiveInteger('Dense', 'units', options.units);
    this.units = options.units;
    this.activation = getActivation(options.activation);
    this.useBias = options.useBias ?? true;
    this.kernelSettings = new WeightSettings('kernel', options, 'glorotUniform');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
    this.supportsMasking = true;
    this.inputSpec = [new InputSpec({ minNDim: 2 })];
  }

  override build(inputShape: Shapes): void {
    const inputs = knownSize(this.name, oneShape(this.name, inputShape), -1);
    this.kernel = this.addWeight(this.kernelSettings.weight([inputs, this.units]));
    if (this.useBias) this.bias = this.addWeight(this.biasSettings.weight([this.units]));
    this.inputSpec = [new InputSpec({ minNDim: 2, axes: { [-1]: inputs } })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    // on small networks a reshape that changes nothing costs as much as the product
    const rows = x.rank === 2 ? x : tf.reshape(x, [-1, x.shape.at(-1)!]);
    const fused = fusedActivation(this.activation);
    const product = multiplyAddBias(rows, this.kernel.read(), this.bias?.read() ?? null, fused);
    const shaped =
      x.rank === 2 ? product : tf.reshape(product, [...x.shape.slice(0, -1), this.units]);
    return this.activation === linear || fused !== 'linear' ? shaped : this.activation(shaped);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return [...oneShape(this.name, inputShape).slice(0, -1), this.units];
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      units: this.units,
      activation: serializeActivation(this.activation),
      use_bias: this.useBias,
      ...this.kernelSettings.getConfig(),
      ...this.biasSettings.getConfig(),
    };
  }
}

registerBuiltInLayer(Dense);

/** @see Dense */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
