import { randomUniform, SeedGenerator } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import { checkRate } from './dropout.js';

export interface StochasticDepthOptions extends LayerOptions {
  /** Probability that a sample is dropped, from 0 to 1. */
  dropPathRate: number;
}

/**
 * In training, sets whole samples to 0 at random and divides the others by `1 - dropPathRate`, so
 * that a residual branch is left out now and then; in inference, changes nothing.
 *
 * Input of any shape, output the same.
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example stochasticDepth({ dropPathRate: 0.1 })
 * @see Huang et al., "Deep networks with stochastic depth" (2016)
 */
export class StochasticDepth extends Layer {
  static override readonly className = 'StochasticDepth';
  static override readonly optionKeys = [...Layer.optionKeys, 'dropPathRate'];

  readonly dropPathRate: number;
  readonly seedGenerator = new SeedGenerator();

  constructor(options: StochasticDepthOptions) {
    super(options);
    checkRate('StochasticDepth', 'dropPathRate', options.dropPathRate);
    this.dropPathRate = options.dropPathRate;
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training) return inputs;
    const kept = 1 - this.dropPathRate;
    const perSample = inputs.shape.map((size, axis) => (axis === 0 ? size : 1));
    const drawn = tf.floor(tf.add(randomUniform(perSample, 0, 1, this.seedGenerator), kept));
    return tf.mul(tf.div(inputs, kept), drawn);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), drop_path_rate: this.dropPathRate };
  }
}

registerBuiltInLayer(StochasticDepth, 'keras.src.applications.convnext');

/** @see StochasticDepth */
export function stochasticDepth(options: StochasticDepthOptions): StochasticDepth {
  return new StochasticDepth(options);
}
