import type * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType } from '../shapes.js';

/**
 * Gives its input unchanged: a place holder.
 *
 * @example identity()
 * @see https://keras.io/api/layers/core_layers/identity/
 */
export class Identity extends Layer {
  static override readonly className = 'Identity';
  static override readonly optionKeys: readonly string[] = Layer.optionKeys;

  constructor(options: LayerOptions = {}) {
    super(options);
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return inputs;
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }
}

registerBuiltInLayer(Identity);

/** @see Identity */
export function identity(options: LayerOptions = {}): Identity {
  return new Identity(options);
}
