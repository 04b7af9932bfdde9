import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type Shape, type Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { BaseBorder, type Border } from './base-border.js';

export interface Cropping1DOptions extends LayerOptions {
  /** A number for both ends, or [before, after]. Default: 1. */
  cropping?: Border;
}

/**
 * Cuts the ends off a sequence.
 *
 * Input (batch, steps, channels), output the same with smaller sizes.
 *
 * @throws ValueError for negative sizes
 * @throws ShapeError when nothing would be left
 * @example cropping1d({ cropping: [1, 0] })
 * @see https://keras.io/api/layers/reshaping_layers/cropping1d/
 */
export class Cropping1D extends BaseBorder {
  static override readonly className = 'Cropping1D';
  static override readonly optionKeys = [...Layer.optionKeys, 'cropping'];

  constructor(options: Cropping1DOptions = {}) {
    super(1, options, 'cropping', options.cropping ?? 1);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const sizes = this.computeOutputShape(inputs.shape) as number[];
    const first = this.whole().map(([before]) => before);
    return tf.slice(inputs, first, sizes);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = this.changed(inputShape, -1);
    if (shape.some((size) => size !== null && size <= 0)) {
      throw new ShapeError(
        `Layer ${this.name} would leave nothing of an input of shape ${formatShape(oneShape(this.name, inputShape))}.`,
      );
    }
    return shape;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), cropping: this.border[0] };
  }
}

registerBuiltInLayer(Cropping1D);

/** @see Cropping1D */
export function cropping1d(options: Cropping1DOptions = {}): Cropping1D {
  return new Cropping1D(options);
}
