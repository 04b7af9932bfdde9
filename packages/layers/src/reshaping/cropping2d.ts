import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type Shape, type Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { BaseBorder, type Border, type BorderOptions } from './base-border.js';

export interface Cropping2DOptions extends BorderOptions {
  /** A number for all sides, one for each axis, or [[top, bottom], [left, right]]. Default: 0. */
  cropping?: Border;
}

/**
 * Cuts the borders off an image.
 *
 * Input (batch, height, width, channels), output the same with smaller sizes.
 *
 * @throws ValueError for negative sizes
 * @throws ShapeError when nothing would be left
 * @example cropping2d({ cropping: [[1, 1], [2, 2]] })
 * @see https://keras.io/api/layers/reshaping_layers/cropping2d/
 */
export class Cropping2D extends BaseBorder {
  static override readonly className = 'Cropping2D';
  static override readonly optionKeys = [...Layer.optionKeys, 'cropping', 'dataFormat'];

  constructor(options: Cropping2DOptions = {}) {
    super(2, options, 'cropping', options.cropping ?? 0);
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
    return { ...super.getConfig(), cropping: this.border, data_format: this.dataFormat };
  }
}

registerBuiltInLayer(Cropping2D);

/** @see Cropping2D */
export function cropping2d(options: Cropping2DOptions = {}): Cropping2D {
  return new Cropping2D(options);
}
