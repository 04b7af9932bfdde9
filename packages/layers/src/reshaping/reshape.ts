import { ShapeError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type Shape, type Shapes, type SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

export interface ReshapeOptions extends LayerOptions {
  /** Shape of one sample; one entry may be -1 (or null) and is found from the others. */
  targetShape: Shape;
}

/**
 * The same numbers in another shape.
 *
 * Input (batch, …), output (batch, …targetShape).
 *
 * @throws ValueError for a target with two unknown entries, or none at all
 * @throws ShapeError when the numbers do not fit
 * @example reshape({ targetShape: [28, 28, 1] })
 * @see https://keras.io/api/layers/reshaping_layers/reshape/
 */
export class Reshape extends Layer {
  static override readonly className = 'Reshape';
  static override readonly optionKeys = [...Layer.optionKeys, 'targetShape'];

  readonly targetShape: number[];

  constructor(options: ReshapeOptions) {
    super(options);
    const target = options.targetShape?.map((size) => size ?? -1);
    if (
      !Array.isArray(target) ||
      !target.every((size) => Number.isInteger(size) && (size === -1 || size >= 0)) ||
      target.filter((size) => size === -1).length > 1
    ) {
      throw new ValueError(
        `Reshape: targetShape must be a list of whole numbers, at most one of them -1; received ${JSON.stringify(options.targetShape)}.`,
      );
    }
    this.targetShape = target;
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.reshape(inputs, this.computeOutputShape(inputs.shape) as number[]);
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const batch = shape[0] ?? null;
    const sizes = shape.slice(1);
    const known = this.targetShape.filter((size) => size !== -1).reduce((a, b) => a * b, 1);
    const open = this.targetShape.includes(-1);
    if (sizes.includes(null)) {
      return [batch, ...this.targetShape.map((size) => (size === -1 ? null : size))];
    }
    const total = (sizes as number[]).reduce((a, b) => a * b, 1);
    if (open ? total % known !== 0 : total !== known) {
      throw new ShapeError(
        `Layer ${this.name}: an input of shape ${formatShape(shape)} has ${total} numbers a sample, ` +
          `which do not fit into ${formatShape(this.targetShape)}.`,
      );
    }
    return [batch, ...this.targetShape.map((size) => (size === -1 ? total / known : size))];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), target_shape: this.targetShape };
  }
}

registerBuiltInLayer(Reshape);

/** @see Reshape */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}
