import { ShapeError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { Layer } from '../engine/layer.js';
import {
  formatShapes,
  isShapeList,
  toList,
  type CallArgs,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';

/** Part of an operation: a tensor, or a number that stands in the graph itself. */
type Operand = tf.Tensor | number;

/**
 * Arithmetic on two operands as a step of a graph: what `x + 3` is in Keras. It has no weights, and
 * `model.layers` does not list it, as in Keras; the config of a model does.
 *
 * Called with a list of tensors; a number goes in by name, `x1` or `x2`.
 */
export abstract class Operation extends Layer {
  static override readonly optionKeys: readonly string[] = ['name'];
  static override readonly callArguments: readonly string[] = ['x1', 'x2'];

  constructor(options: { name?: string } = {}) {
    super(options);
  }

  protected abstract compute(x1: Operand, x2: Operand): tf.Tensor;

  override build(inputShape: Shapes): void {
    this.computeOutputShape(inputShape);
  }

  override call(inputs: Tensors, { x1, x2 }: CallArgs): tf.Tensor {
    const tensors = [...toList(inputs)];
    const first = typeof x1 === 'number' ? x1 : tensors.shift()!;
    const second = typeof x2 === 'number' ? x2 : tensors.shift()!;
    return this.compute(first, second);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shapes = isShapeList(inputShape) ? inputShape : [inputShape];
    const rank = Math.max(...shapes.map((shape) => shape.length));
    const wide = shapes.map((shape) => [
      ...new Array<number>(rank - shape.length).fill(1),
      ...shape,
    ]);
    return wide.reduce((a, b) => a.map((size, axis) => this.join(size, b[axis]!, shapes)));
  }

  private join(a: number | null, b: number | null, shapes: Shape[]): number | null {
    if (a === 1) return b;
    if (b === 1 || a === b) return a;
    if (a === null || b === null) return a ?? b;
    throw new ShapeError(
      `Operation ${this.name}: shapes ${formatShapes(shapes)} do not go together.`,
    );
  }

  override getConfig(): Record<string, unknown> {
    return { name: this.name };
  }

  /** There is nothing to build. */
  override getBuildConfig(): null {
    return null;
  }
}
