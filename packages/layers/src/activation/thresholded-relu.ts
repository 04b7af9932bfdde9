import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';

export interface ThresholdedReLUOptions extends LayerOptions {
  /** Values above this stay. Default: 1. */
  theta?: number;
}

/**
 * `x` above theta, else 0. Keras 3 has it no more (`ReLU` with a threshold does the same); models
 * of Keras 2 and tfjs-layers do.
 *
 * @throws ValueError for a negative theta
 * @example thresholdedReLU({ theta: 0.5 })
 * @see Konda et al., "Zero-bias autoencoders and the benefits of co-adapting features" (2014)
 */
export class ThresholdedReLU extends Layer {
  static override readonly className = 'ThresholdedReLU';
  static override readonly optionKeys = [...Layer.optionKeys, 'theta'];

  readonly theta: number;

  constructor(options: ThresholdedReLUOptions = {}) {
    super(options);
    this.theta = options.theta ?? 1;
    if (!(this.theta >= 0)) {
      throw new ValueError(`ThresholdedReLU: theta must not be negative; received ${this.theta}.`);
    }
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.where(tf.greater(inputs, this.theta), inputs, tf.zerosLike(inputs));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), theta: this.theta };
  }
}

registerBuiltInLayer(ThresholdedReLU);

/** @see ThresholdedReLU */
export function thresholdedReLU(options: ThresholdedReLUOptions = {}): ThresholdedReLU {
  return new ThresholdedReLU(options);
}
