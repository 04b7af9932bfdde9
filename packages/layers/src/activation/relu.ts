import type * as tf from '@tensorflow/tfjs-core';

import { relu as reluOf } from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { checkNotNegative } from './check-not-negative.js';

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
