import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Masks, Shapes, Tensors } from '../engine/types.js';

export interface MaskingOptions extends LayerOptions {
  /** A step whose features all have this value is left out. Default: 0. */
  maskValue?: number;
}

/**
 * Hides steps: where every feature equals `maskValue`, later layers leave the step out, and the
 * output is 0 there.
 *
 * Input (batch, time, features), output the same.
 *
 * @example masking({ maskValue: -1 })
 * @see https://keras.io/api/layers/core_layers/masking/
 */
export class Masking extends Layer {
  static override readonly className = 'Masking';
  static override readonly optionKeys = [...Layer.optionKeys, 'maskValue'];

  readonly maskValue: number;

  constructor(options: MaskingOptions = {}) {
    super(options);
    this.maskValue = options.maskValue ?? 0;
    this.supportsMasking = true;
    this.inputSpec = [new InputSpec({ minNDim: 2 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const kept = tf.any(tf.notEqual(inputs, this.maskValue), -1, true);
    return tf.mul(inputs, tf.cast(kept, inputs.dtype));
  }

  override computeMask(inputs: Tensors, _mask: Masks): Masks {
    return tf.any(tf.notEqual(inputs as tf.Tensor, this.maskValue), -1);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), mask_value: this.maskValue };
  }
}

registerBuiltInLayer(Masking);

/** @see Masking */
export function masking(options: MaskingOptions = {}): Masking {
  return new Masking(options);
}
