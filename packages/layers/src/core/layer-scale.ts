import type { Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { Constant } from '../initializers/index.js';

export interface LayerScaleOptions extends LayerOptions {
  /** First value of every factor. */
  initValues: number;
  /** How many features there are. */
  projectionDim: number;
}

/**
 * A trained factor for every feature: `x · gamma`, which begins small so that a residual branch
 * counts little at first.
 *
 * Input (…, projectionDim), output the same. Weight: gamma [projectionDim].
 *
 * @example layerScale({ initValues: 1e-6, projectionDim: 96 })
 * @see Touvron et al., "Going deeper with image transformers" (2021)
 */
export class LayerScale extends Layer {
  static override readonly className = 'LayerScale';
  static override readonly optionKeys = [...Layer.optionKeys, 'initValues', 'projectionDim'];

  readonly initValues: number;
  readonly projectionDim: number;
  gamma!: Variable;

  constructor(options: LayerScaleOptions) {
    super(options);
    this.initValues = options.initValues;
    this.projectionDim = options.projectionDim;
  }

  override build(): void {
    // Keras leaves the weight without a name of its own
    this.gamma = this.addWeight({
      shape: [this.projectionDim],
      initializer: new Constant({ value: this.initValues }),
    });
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.mul(inputs, this.gamma.read());
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      init_values: this.initValues,
      projection_dim: this.projectionDim,
    };
  }
}

registerBuiltInLayer(LayerScale, 'keras.src.applications.convnext');

/** @see LayerScale */
export function layerScale(options: LayerScaleOptions): LayerScale {
  return new LayerScale(options);
}
