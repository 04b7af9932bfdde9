import type * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  serializeActivation,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';

export interface ActivationOptions extends LayerOptions {
  /** Name or function. */
  activation: ActivationIdentifier;
}

/**
 * An activation function as a layer. Input of any shape, output of the same.
 *
 * @throws NotFoundError for an unknown activation
 * @example activation({ activation: 'relu' })
 * @see https://keras.io/api/layers/core_layers/activation/
 */
export class Activation extends Layer {
  static override readonly className = 'Activation';
  static override readonly optionKeys = [...Layer.optionKeys, 'activation'];

  readonly activation: ActivationFunction;

  constructor(options: ActivationOptions) {
    super(options);
    this.activation = getActivation(options.activation);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return this.activation(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), activation: serializeActivation(this.activation) };
  }
}

registerBuiltInLayer(Activation);

/** @see Activation */
export function activation(options: ActivationOptions): Activation {
  return new Activation(options);
}
