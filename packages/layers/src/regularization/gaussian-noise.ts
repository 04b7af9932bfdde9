import { randomNormal, SeedGenerator, toFloat, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';

export interface GaussianNoiseOptions extends LayerOptions {
  /** Standard deviation of the noise. */
  stddev: number;
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

/**
 * In training, adds normal noise of mean 0; in inference, changes nothing.
 *
 * @throws ValueError for a negative standard deviation
 * @example gaussianNoise({ stddev: 0.1 })
 * @see https://keras.io/api/layers/regularization_layers/gaussian_noise/
 */
export class GaussianNoise extends Layer {
  static override readonly className = 'GaussianNoise';
  static override readonly optionKeys = [...Layer.optionKeys, 'stddev', 'seed'];

  readonly stddev: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(options: GaussianNoiseOptions) {
    super(options);
    if (!(options.stddev >= 0)) {
      throw new ValueError(
        `GaussianNoise: stddev must be a number from 0 on; received ${options.stddev}.`,
      );
    }
    this.stddev = options.stddev;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.stddev > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const noise = randomNormal(inputs.shape, 0, this.stddev, this.seedGenerator);
    return tf.add(toFloat(inputs), noise);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), stddev: this.stddev, seed: this.seed };
  }
}

registerBuiltInLayer(GaussianNoise);

/** @see GaussianNoise */
export function gaussianNoise(options: GaussianNoiseOptions): GaussianNoise {
  return new GaussianNoise(options);
}
