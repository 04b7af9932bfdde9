import { randomUniform, SeedGenerator } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shape, Shapes } from '../engine/types.js';
import { checkRate, type DropoutOptions } from './dropout.js';

/** What selu gives far below 0: -scale · alpha. */
const SATURATED = -1.0507009873554805 * 1.6732632423543772;

/**
 * Dropout that keeps mean and variance, for networks of selu: in training, entries become selu's
 * lowest value at random, and all are scaled and moved; in inference, nothing changes.
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example alphaDropout({ rate: 0.1 })
 * @see Klambauer et al., "Self-normalizing neural networks" (2017)
 */
export class AlphaDropout extends Layer {
  static override readonly className = 'AlphaDropout';
  static override readonly optionKeys = [...Layer.optionKeys, 'rate', 'noiseShape', 'seed'];

  readonly rate: number;
  readonly noiseShape: Shape | null;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(options: DropoutOptions) {
    super(options);
    checkRate('AlphaDropout', 'rate', options.rate);
    this.rate = options.rate;
    this.noiseShape = options.noiseShape ?? null;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const { rate } = this;
    const shape = this.noiseShape?.map((size, axis) => size ?? inputs.shape[axis]!);
    const draws = randomUniform(shape ?? inputs.shape, 0, 1, this.seedGenerator);
    const kept = tf.cast(tf.greaterEqual(draws, rate), 'float32');
    const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATED ** 2));
    const offset = -scale * SATURATED * rate;
    const mixed = tf.add(tf.mul(inputs, kept), tf.mul(tf.sub(1, kept), SATURATED));
    return tf.add(tf.mul(mixed, scale), offset);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      rate: this.rate,
      seed: this.seed,
      noise_shape: this.noiseShape,
    };
  }
}

registerBuiltInLayer(AlphaDropout);

/** @see AlphaDropout */
export function alphaDropout(options: DropoutOptions): AlphaDropout {
  return new AlphaDropout(options);
}
