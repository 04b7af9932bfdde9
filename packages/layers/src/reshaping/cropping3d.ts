import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type Shape, type Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { BaseBorder, type Border, type BorderOptions } from './base-border.js';

export interface Cropping3DOptions extends BorderOptions {
  /** A number for all sides, one for each axis, or [before, after] for each axis. Default: 0. */
  cropping?: Border;
}

/**
 * Cuts the borders off a volume.
 *
 * Input (batch, depth, height, width, channels), output the same with smaller sizes.
 *
 * @throws ValueError for negative sizes
 * @throws ShapeError when nothing would be left
 * @example cropping3d({ cropping: [[1, 1], [2, 2], [0, 1]] })
 * @see https://keras.io/api/layers/reshaping_layers/cropping3d/
 */
export class Cropping3D extends BaseBorder {
  static override readonly className = 'Cropping3D';
  static override readonly optionKeys = [...Layer.optionKeys, 'cropping', 'dataFormat'];

  constructor(options: Cropping3DOptions = {}) {
    super(3, options, 'cropping', options.cropping ?? 0);
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

registerBuiltInLayer(Cropping3D);

/** @see Cropping3D */
export function cropping3d(options: Cropping3DOptions = {}): Cropping3D {
  return new Cropping3D(options);
}
