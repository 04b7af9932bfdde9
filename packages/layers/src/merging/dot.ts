import { ShapeError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import {
  formatShapes,
  type Masks,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import { normalizeAxis } from '../shapes.js';
import { severalShapes } from './base-merge.js';

export interface DotOptions extends LayerOptions {
  /** Axis of both inputs, or one of each, over which products are summed. Not the batch. */
  axes: number | [number, number];
  /** Scale both to length 1 along it first, for the cosine. Default: false. */
  normalize?: boolean;
}

/**
 * Sample by sample, the dot products of two inputs along an axis.
 *
 * Inputs (batch, …, n, …) and (batch, …, n, …), output (batch, rest of the first, rest of the
 * second), (batch, 1) where nothing is left.
 *
 * @throws ValueError for another number of inputs than two, or axes that are not one or two numbers
 * @throws ShapeError when the axes have different sizes
 * @example dot({ axes: 1 }).apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/dot/
 */
export class Dot extends Layer {
  static override readonly className = 'Dot';
  static override readonly optionKeys = [...Layer.optionKeys, 'axes', 'normalize'];

  readonly axes: number | [number, number];
  readonly normalize: boolean;

  constructor(options: DotOptions) {
    super(options);
    const { axes } = options;
    const list = typeof axes === 'number' ? [axes] : axes;
    if (!Array.isArray(list) || list.length > 2 || !list.every(Number.isInteger)) {
      throw new ValueError(
        `Dot: axes must be a whole number, or two; received ${JSON.stringify(axes)}.`,
      );
    }
    this.axes = axes;
    this.normalize = options.normalize ?? false;
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    this.computeOutputShape(inputShape);
  }

  private axesOf(rankA: number, rankB: number): [number, number] {
    const [a, b] = typeof this.axes === 'number' ? [this.axes, this.axes] : this.axes;
    return [normalizeAxis(this.name, a, rankA), normalizeAxis(this.name, b, rankB)];
  }

  override call(inputs: Tensors): tf.Tensor {
    let [a, b] = inputs as [tf.Tensor, tf.Tensor];
    const [axisA, axisB] = this.axesOf(a.rank, b.rank);
    const shape = this.computeOutputShape([a.shape, b.shape]) as number[];
    if (this.normalize) [a, b] = [unitLength(a, axisA), unitLength(b, axisB)];
    const n = a.shape[axisA]!;
    const rows = tf.reshape(moveLast(a, axisA), [a.shape[0], -1, n]);
    const columns = tf.reshape(moveLast(b, axisB), [b.shape[0], -1, n]);
    return tf.reshape(tf.matMul(rows, columns, false, true), shape);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shapes = severalShapes(this.name, inputShape, 2);
    if (shapes.length !== 2) {
      throw new ValueError(`Layer ${this.name} takes exactly 2 inputs; received ${shapes.length}.`);
    }
    const [a, b] = shapes as [Shape, Shape];
    const [axisA, axisB] = this.axesOf(a.length, b.length);
    const [sizeA, sizeB] = [a[axisA], b[axisB]];
    if (axisA === 0 || axisB === 0 || (sizeA !== null && sizeB !== null && sizeA !== sizeB)) {
      throw new ShapeError(
        `Layer ${this.name}: inputs of shapes ${formatShapes(shapes)} have no dot product along axes ${JSON.stringify(this.axes)}.`,
      );
    }
    const rest = [
      ...a.filter((_, i) => i !== axisA),
      ...b.filter((_, i) => i !== 0 && i !== axisB),
    ];
    return rest.length === 1 ? [...rest, 1] : rest;
  }

  override computeMask(_inputs: Tensors, _mask: Masks): Masks {
    return null;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axes: this.axes, normalize: this.normalize };
  }
}

function moveLast(x: tf.Tensor, axis: number): tf.Tensor {
  const order = x.shape.map((_, i) => i).filter((i) => i !== axis);
  return tf.transpose(x, [...order, axis]);
}

function unitLength(x: tf.Tensor, axis: number): tf.Tensor {
  const square = tf.maximum(tf.sum(tf.square(x), axis, true), 1e-12);
  return tf.mul(x, tf.rsqrt(square));
}

registerBuiltInLayer(Dot);

/** @see Dot */
export function dot(options: DotOptions): Dot {
  return new Dot(options);
}
