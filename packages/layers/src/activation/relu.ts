import { ValueError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { leakyRelu as leakyReluOf, relu as reluOf } from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';

/** @throws ValueError unless the option is a number from 0 on */
function checkNotNegative(where: string, option: string, value: number | null): void {
  if (value === null || value >= 0) return;
  throw new ValueError(`${where}: option "${option}" must not be negative; received ${value}.`);
}

export interface ReLUOptions extends LayerOptions {
  /** Largest value returned; null for none. Default: null. */
  maxValue?: number | null;
  /** Slope below the threshold. Default: 0. */
  negativeSlope?: number;
  /** Values up to here are damped or made 0. Default: 0. */
  threshold?: number;
}

/**
 * `max(x, 0)`, with a bound, a slope below and a threshold as in `activations.relu`.
 *
 * @throws ValueError for a negative option
 * @example reLU({ maxValue: 6 })
 * @see https://keras.io/api/layers/activation_layers/relu/
 */
export class ReLU extends Layer {
  static override readonly className = 'ReLU';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'maxValue',
    'negativeSlope',
    'threshold',
  ];

  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(options: ReLUOptions = {}) {
    super(options);
    this.maxValue = options.maxValue ?? null;
    this.negativeSlope = options.negativeSlope ?? 0;
    this.threshold = options.threshold ?? 0;
    checkNotNegative('ReLU', 'maxValue', this.maxValue);
    checkNotNegative('ReLU', 'negativeSlope', this.negativeSlope);
    checkNotNegative('ReLU', 'threshold', this.threshold);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const { maxValue, negativeSlope, threshold } = this;
    return reluOf(inputs, { maxValue, negativeSlope, threshold });
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      max_value: this.maxValue,
      negative_slope: this.negativeSlope,
      threshold: this.threshold,
    };
  }
}

registerBuiltInLayer(ReLU);

/** @see ReLU */
export function reLU(options: ReLUOptions = {}): ReLU {
  return new ReLU(options);
}

export interface LeakyReLUOptions extends LayerOptions {
  /** Slope below 0. Default: 0.3. */
  negativeSlope?: number;
  /** Keras 2's and tfjs-layers' name of `negativeSlope`. */
  alpha?: number;
}

/**
 * `x` above 0, `negativeSlope * x` below.
 *
 * @throws ValueError for a negative slope
 * @example leakyReLU({ negativeSlope: 0.1 })
 * @see https://keras.io/api/layers/activation_layers/leaky_relu/
 */
export class LeakyReLU extends Layer {
  static override readonly className = 'LeakyReLU';
  static override readonly optionKeys = [...Layer.optionKeys, 'negativeSlope', 'alpha'];

  readonly negativeSlope: number;

  constructor(options: LeakyReLUOptions = {}) {
    super(options);
    this.negativeSlope = options.negativeSlope ?? options.alpha ?? 0.3;
    checkNotNegative('LeakyReLU', 'negativeSlope', this.negativeSlope);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return leakyReluOf(inputs, { negativeSlope: this.negativeSlope });
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), negative_slope: this.negativeSlope };
  }
}

registerBuiltInLayer(LeakyReLU);

/** @see LeakyReLU */
export function leakyReLU(options: LeakyReLUOptions = {}): LeakyReLU {
  return new LeakyReLU(options);
}
