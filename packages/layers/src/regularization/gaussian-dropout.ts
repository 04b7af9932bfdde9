import { randomNormal, SeedGenerator, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import { checkRate } from './dropout.js';

export interface GaussianDropoutOptions extends LayerOptions {
  /** Strength, as the rate of a dropout: the noise has standard deviation √(rate / (1 - rate)). */
  rate: number;
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

/**
 * In training, multiplies by normal noise of mean 1; in inference, changes nothing.
 *
 * @throws ValueError for a rate outside 0 to 1
 * @example gaussianDropout({ rate: 0.3 })
 * @see Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting" (2014)
 */
export class GaussianDropout extends Layer {
  static override readonly className = 'GaussianDropout';
  static override readonly optionKeys = [...Layer.optionKeys, 'rate', 'seed'];

  readonly rate: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;

  constructor(options: GaussianDropoutOptions) {
    super(options);
    checkRate('GaussianDropout', 'rate', options.rate);
    this.rate = options.rate;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    return tf.mul(toFloat(inputs), randomNormal(inputs.shape, 1, stddev, this.seedGenerator));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), rate: this.rate, seed: this.seed };
  }
}

registerBuiltInLayer(GaussianDropout);

/** @see GaussianDropout */
export function gaussianDropout(options: GaussianDropoutOptions): GaussianDropout {
  return new GaussianDropout(options);
}
