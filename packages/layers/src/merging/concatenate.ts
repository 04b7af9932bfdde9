import { ShapeError } from '@ibexjs/core';
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

export interface ConcatenateOptions extends LayerOptions {
  /** Axis along which the inputs are put together. Default: -1. */
  axis?: number;
}

/**
 * The inputs one behind the other along an axis; all other sizes must be equal.
 *
 * Input: a list of tensors, output: one.
 *
 * @throws ShapeError for shapes that do not go together
 * @example concatenate({ axis: -1 }).apply([a, b])
 * @see https://keras.io/api/layers/merging_layers/concatenate/
 */
export class Concatenate extends Layer {
  static override readonly className = 'Concatenate';
  static override readonly optionKeys = [...Layer.optionKeys, 'axis'];

  readonly axis: number;

  constructor(options: ConcatenateOptions = {}) {
    super(options);
    this.axis = options.axis ?? -1;
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: Tensors): tf.Tensor {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    return tf.concat(list, normalizeAxis(this.name, this.axis, list[0]!.rank));
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shapes = severalShapes(this.name, inputShape, 1);
    const rank = shapes[0]!.length;
    const axis = normalizeAxis(this.name, this.axis, rank);
    return shapes.reduce((a, b) => {
      const fits = b.length === rank && a.every((size, i) => i === axis || agree(size, b[i]!));
      if (!fits) {
        throw new ShapeError(
          `Layer ${this.name}: inputs of shapes ${formatShapes(shapes)} cannot be put together along axis ${this.axis}.`,
        );
      }
      const sum = (x: number | null, y: number | null) => (x === null || y === null ? null : x + y);
      return a.map((size, i) => (i === axis ? sum(size, b[i]!) : (size ?? b[i]!)));
    });
  }

  override computeMask(inputs: Tensors, mask: Masks): Masks {
    if (!Array.isArray(mask) || !Array.isArray(inputs)) return null;
    if (mask.every((m) => m === null)) return null;
    const whole = inputs.map((input, i) => {
      const m = mask[i] ?? null;
      if (m === null) return tf.ones(input.shape, 'bool');
      return m.rank < input.rank ? tf.broadcastTo(tf.expandDims(m, -1), input.shape) : m;
    });
    // concat of int32: wasm has none of bool
    const numbers = whole.map((m) => tf.cast(m, 'int32'));
    const axis = normalizeAxis(this.name, this.axis, inputs[0]!.rank);
    return tf.any(tf.cast(tf.concat(numbers, axis), 'bool'), -1);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Whether two sizes may be the same. */
function agree(a: number | null, b: number | null): boolean {
  return a === null || b === null || a === b;
}

registerBuiltInLayer(Concatenate);

/** @see Concatenate */
export function concatenate(options: ConcatenateOptions = {}): Concatenate {
  return new Concatenate(options);
}
