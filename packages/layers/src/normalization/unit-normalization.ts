import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { normalizeAxis, oneShape } from '../shapes.js';

export interface UnitNormalizationOptions extends LayerOptions {
  /** Axis, or axes, along which a vector lies. Default: -1. */
  axis?: number | number[];
}

/**
 * Vectors of length 1: `x / √(sum(x²))`.
 *
 * Input of any shape, output the same.
 *
 * @throws ShapeError when the input has no such axis
 * @example unitNormalization()
 * @see https://keras.io/api/layers/normalization_layers/unit_normalization/
 */
export class UnitNormalization extends Layer {
  static override readonly className = 'UnitNormalization';
  static override readonly optionKeys = [...Layer.optionKeys, 'axis'];

  readonly axis: number | number[];

  constructor(options: UnitNormalizationOptions = {}) {
    super(options);
    this.axis = options.axis ?? -1;
    this.supportsMasking = true;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    const axes = [this.axis].flat().map((axis) => normalizeAxis(this.name, axis, x.rank));
    const square = tf.sum(tf.square(x), axes, true);
    return tf.mul(x, tf.rsqrt(tf.maximum(square, 1e-12)));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    const rank = oneShape(this.name, inputShape).length;
    for (const axis of [this.axis].flat()) normalizeAxis(this.name, axis, rank);
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

registerBuiltInLayer(UnitNormalization);

/** @see UnitNormalization */
export function unitNormalization(options: UnitNormalizationOptions = {}): UnitNormalization {
  return new UnitNormalization(options);
}
