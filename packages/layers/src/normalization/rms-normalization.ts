import { toFloat, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { knownSize, normalizeAxis, oneShape } from '../shapes.js';

export interface RMSNormalizationOptions extends LayerOptions {
  /** Axis, or axes, over which a sample is normalized. Default: -1. */
  axis?: number | number[];
  /** Added to the mean square. Default: 1e-6. */
  epsilon?: number;
}

/**
 * Scales each sample by its root mean square: `scale x / √(mean(x²) + epsilon)`.
 *
 * Input of any shape, output the same. Weight: scale, of the sizes of the axes, ones at first.
 *
 * @throws ShapeError when the input has no such axis, or a size that is not known
 * @example rmsNormalization()
 * @see Zhang and Sennrich, "Root mean square layer normalization" (2019)
 */
export class RMSNormalization extends Layer {
  static override readonly className = 'RMSNormalization';
  static override readonly optionKeys = [...Layer.optionKeys, 'axis', 'epsilon'];

  readonly axis: number | number[];
  readonly epsilon: number;
  scale!: Variable;

  constructor(options: RMSNormalizationOptions = {}) {
    super(options);
    this.axis = options.axis ?? -1;
    this.epsilon = options.epsilon ?? 1e-6;
  }

  private axes(rank: number): number[] {
    return [this.axis].flat().map((axis) => normalizeAxis(this.name, axis, rank));
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const sizes = this.axes(shape.length).map((axis) => knownSize(this.name, shape, axis));
    this.scale = this.addWeight({ name: 'scale', shape: sizes, initializer: 'ones' });
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    const axes = this.axes(x.rank);
    const wide = x.shape.map((size, axis) => (axes.includes(axis) ? size : 1));
    const square = tf.mean(tf.square(x), axes, true);
    const unit = tf.mul(x, tf.rsqrt(tf.add(square, this.epsilon)));
    return tf.mul(unit, tf.reshape(this.scale.read(), wide));
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    this.axes(oneShape(this.name, inputShape).length);
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis, epsilon: this.epsilon };
  }
}

registerBuiltInLayer(RMSNormalization);

/** @see RMSNormalization */
export function rmsNormalization(options: RMSNormalizationOptions = {}): RMSNormalization {
  return new RMSNormalization(options);
}
