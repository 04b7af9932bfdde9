import type * as tf from '@tensorflow/tfjs-core';

import { leakyRelu as leakyReluOf } from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { checkNotNegative } from './check-not-negative.js';

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
