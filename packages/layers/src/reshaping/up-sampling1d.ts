import { checkPositiveInteger } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';

export interface UpSampling1DOptions extends LayerOptions {
  /** How often each step is repeated. Default: 2. */
  size?: number;
}

/**
 * Every step several times.
 *
 * Input (batch, steps, features), output (batch, steps · size, features).
 *
 * @example upSampling1d({ size: 3 })
 * @see https://keras.io/api/layers/reshaping_layers/up_sampling1d/
 */
export class UpSampling1D extends Layer {
  static override readonly className = 'UpSampling1D';
  static override readonly optionKeys = [...Layer.optionKeys, 'size'];

  readonly size: number;

  constructor(options: UpSampling1DOptions = {}) {
    super(options);
    this.size = options.size ?? 2;
    checkPositiveInteger('UpSampling1D', 'size', this.size);
    this.inputSpec = [new InputSpec({ ndim: 3 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const [batch, steps, features] = inputs.shape as [number, number, number];
    const repeated = tf.tile(tf.expandDims(inputs, 2), [1, 1, this.size, 1]);
    return tf.reshape(repeated, [batch, steps * this.size, features]);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [batch, steps, features] = oneShape(this.name, inputShape);
    return [batch ?? null, steps ? steps * this.size : null, features ?? null];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), size: this.size };
  }
}

registerBuiltInLayer(UpSampling1D);

/** @see UpSampling1D */
export function upSampling1d(options: UpSampling1DOptions = {}): UpSampling1D {
  return new UpSampling1D(options);
}
