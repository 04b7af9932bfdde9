import type * as tf from '@tensorflow/tfjs-core';

import { elu as eluOf } from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';

export interface ELUOptions extends LayerOptions {
  /** The value far below 0 is `-alpha`. Default: 1. */
  alpha?: number;
}

/**
 * Exponential linear unit: `x` above 0, `alpha * (exp(x) - 1)` below.
 *
 * @example elu({ alpha: 0.5 })
 * @see https://keras.io/api/layers/activation_layers/elu/
 */
export class ELU extends Layer {
  static override readonly className = 'ELU';
  static override readonly optionKeys = [...Layer.optionKeys, 'alpha'];

  readonly alpha: number;

  constructor(options: ELUOptions = {}) {
    super(options);
    this.alpha = options.alpha ?? 1;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return eluOf(inputs, { alpha: this.alpha });
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}

registerBuiltInLayer(ELU);

/** @see ELU */
export function elu(options: ELUOptions = {}): ELU {
  return new ELU(options);
}
