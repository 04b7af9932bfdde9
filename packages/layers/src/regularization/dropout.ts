import { SeedGenerator, statelessDropout, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shape, Shapes } from '../engine/types.js';

/** @throws ValueError unless 0 <= rate <= 1 */
export function checkRate(where: string, option: string, rate: unknown): asserts rate is number {
  if (typeof rate === 'number' && rate >= 0 && rate <= 1) return;
  throw new ValueError(
    `${where}: option "${option}" must be a number from 0 to 1; received ${JSON.stringify(rate)}.`,
  );
}

/**
 * Sets each entry to 0 with probability `rate`, and divides the others by `1 - rate`, so that the
 * sum is the same on average. Entries that share one of `noiseShape` fall together.
 */
export function dropOut(
  x: tf.Tensor,
  rate: number,
  generator: SeedGenerator,
  noiseShape: number[] = x.shape,
): tf.Tensor {
  if (rate >= 1) return tf.zerosLike(x);
  return tf.tidy(() => statelessDropout(x, generator.next(), rate, noiseShape));
}

export interface DropoutOptions extends LayerOptions {
  /** Part of the entries that becomes 0, from 0 to 1. */
  rate: number;
  /** Shape of the random mask; null takes the input's size. 1 makes entries fall together. */
  noiseShape?: Shape | null;
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

/**
 * In training, sets entries to 0 at random and scales up the others by 1 / (1 - rate); in
 * inference, changes nothing. Every call has a mask of its own, the same ones for the same seed.
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example dropout({ rate: 0.5 })
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014)
 */
export class Dropout extends Layer {
  static override readonly className = 'Dropout';
  static override readonly optionKeys = [...Layer.optionKeys, 'rate', 'noiseShape', 'seed'];

  readonly rate: number;
  readonly noiseShape: Shape | null;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(options: DropoutOptions) {
    super(options);
    checkRate('Dropout', 'rate', options.rate);
    this.rate = options.rate;
    this.noiseShape = options.noiseShape ?? null;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const shape = this.noiseShape?.map((size, axis) => size ?? inputs.shape[axis]!);
    return dropOut(inputs, this.rate, this.seedGenerator, shape);
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

registerBuiltInLayer(Dropout);

/** @see Dropout */
export function dropout(options: DropoutOptions): Dropout {
  return new Dropout(options);
}
