import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';

export interface RescalingOptions extends LayerOptions {
  /** Factor, or one for each entry of the last axis. */
  scale: number | number[];
  /** Added afterwards. Default: 0. */
  offset?: number | number[];
}

/**
 * `x * scale + offset`: pixels of 0 to 255 become 0 to 1 with `scale: 1 / 255`.
 *
 * @example rescaling({ scale: 1 / 127.5, offset: -1 })
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/
 */
export class Rescaling extends Layer {
  static override readonly className = 'Rescaling';
  static override readonly optionKeys = [...Layer.optionKeys, 'scale', 'offset'];

  readonly scale: number | number[];
  readonly offset: number | number[];

  constructor(options: RescalingOptions) {
    super(options);
    this.scale = options.scale;
    this.offset = options.offset ?? 0;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.add(tf.mul(toFloat(inputs), this.scale), this.offset);
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

registerBuiltInLayer(Rescaling);

/** @see Rescaling */
export function rescaling(options: RescalingOptions): Rescaling {
  return new Rescaling(options);
}
