import { checkChoice, RandomGenerator, toFloat, ValueError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shape, Shapes } from '../engine/types.js';
import { resample } from '../reshaping/resample.js';
import { oneShape } from '../shapes.js';

export interface RandomWidthOptions extends LayerOptions {
  /** By how much of the width it may change: 0.2 for 80 % to 120 %, or [lowest, highest]. */
  factor: number | [number, number];
  /** Default: `bilinear`. */
  interpolation?: 'bilinear' | 'nearest';
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

/**
 * Images made wider or narrower in training, a whole batch by one random factor: the width becomes
 * `round(width · (1 + u))`, u uniform between the two factors, and is at least 1. Otherwise images
 * pass. A layer of tfjs-layers and Keras 2 that Keras 3 has no more.
 *
 * Input (batch, height, width, channels), output (batch, height, any width, channels).
 *
 * @throws ValueError for factors below -1 or in the wrong order, another interpolation
 * @throws ShapeError for an input that is not of 4 dimensions
 * @example randomWidth({ factor: 0.2 })
 * @see https://js.tensorflow.org/api/latest/#layers.randomWidth
 */
export class RandomWidth extends Layer {
  static override readonly className = 'RandomWidth';
  static override readonly optionKeys = [...Layer.optionKeys, 'factor', 'interpolation', 'seed'];

  readonly factor: number | [number, number];
  readonly interpolation: 'bilinear' | 'nearest';
  readonly seed: number | null;
  // of JavaScript: a width is part of the shapes, which stand before any tensor is computed
  readonly #random: RandomGenerator;

  constructor(options: RandomWidthOptions) {
    super(options);
    this.factor = options.factor;
    const [lowest, highest] = this.bounds();
    if (!(lowest >= -1 && highest >= lowest)) {
      throw new ValueError(
        `RandomWidth: factor must be a number from 0 on, or two of -1 or more, the lower first; received ${JSON.stringify(options.factor)}.`,
      );
    }
    this.interpolation = checkChoice(
      'RandomWidth',
      'interpolation',
      options.interpolation ?? 'bilinear',
      ['bilinear', 'nearest'] as const,
    );
    this.seed = options.seed ?? null;
    this.#random = new RandomGenerator(options.seed ?? undefined);
    this.inputSpec = [new InputSpec({ ndim: 4 })];
  }

  private bounds(): [number, number] {
    return Array.isArray(this.factor) ? this.factor : [-this.factor, this.factor];
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    const x = toFloat(inputs);
    if (!training) return x;
    const [lowest, highest] = this.bounds();
    const factor = 1 + lowest + (highest - lowest) * this.#random.uniform();
    const width = Math.max(Math.round(inputs.shape[2]! * factor), 1);
    return resample(x, 2, width, this.interpolation);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [batch = null, height = null, , channels = null] = oneShape(this.name, inputShape);
    return [batch, height, null, channels];
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      factor: this.factor,
      interpolation: this.interpolation,
      seed: this.seed,
    };
  }
}

registerBuiltInLayer(RandomWidth);

/** @see RandomWidth */
export function randomWidth(options: RandomWidthOptions): RandomWidth {
  return new RandomWidth(options);
}
