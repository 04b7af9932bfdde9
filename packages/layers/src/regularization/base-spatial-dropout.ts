import { SeedGenerator } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import { checkRate, dropOut } from './dropout.js';

export interface SpatialDropoutOptions extends LayerOptions {
  /** Part of the channels that becomes 0, from 0 to 1. */
  rate: number;
  /** Default: from `setRandomSeed`. */
  seed?: number | null;
}

/** What dropouts of whole channels share. */
export abstract class BaseSpatialDropout extends Layer {
  static override readonly optionKeys: readonly string[] = [...Layer.optionKeys, 'rate', 'seed'];

  readonly rate: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  protected abstract readonly channels: number;

  constructor(rank: number, options: SpatialDropoutOptions) {
    super(options);
    checkRate(this.getClassName(), 'rate', options.rate);
    this.rate = options.rate;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.rate > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
  }

  override call(inputs: tf.Tensor, { training }: CallArgs): tf.Tensor {
    if (!training || this.seedGenerator === null) return inputs;
    const shape = inputs.shape.map((size, axis) =>
      axis === 0 || axis === this.channels ? size : 1,
    );
    return dropOut(inputs, this.rate, this.seedGenerator, shape);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  /** Keras takes these alone. */
  override getConfig(): Record<string, unknown> {
    return { name: this.name, dtype: this.dtype, rate: this.rate, seed: this.seed };
  }
}
