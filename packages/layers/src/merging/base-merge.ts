import { ShapeError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import {
  formatShapes,
  isShapeList,
  type Masks,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';

/** The shapes of a merge layer's inputs. @throws ValueError when there are too few */
export function severalShapes(layer: string, shapes: Shapes, least: number): Shape[] {
  if (isShapeList(shapes) && shapes.length >= least) return shapes;
  const received = isShapeList(shapes) ? shapes.length : 1;
  throw new ValueError(
    `Layer ${layer} merges a list of at least ${least} inputs; received ${received}.`,
  );
}

/** What merges by an element-wise operation share. Inputs broadcast; the batch is never one of the broadcast axes. */
export abstract class BaseMerge extends Layer {
  static override readonly optionKeys: readonly string[] = Layer.optionKeys;
  /** How few inputs make sense. */
  protected readonly least: number = 2;

  constructor(options: LayerOptions = {}) {
    super(options);
    this.supportsMasking = true;
  }

  override build(inputShape: Shapes): void {
    this.computeOutputShape(inputShape);
  }

  /** The result for inputs of one rank. */
  protected abstract merge(inputs: tf.Tensor[]): tf.Tensor;

  override call(inputs: Tensors): tf.Tensor {
    const list = Array.isArray(inputs) ? inputs : [inputs];
    const rank = Math.max(...list.map((t) => t.rank));
    return this.merge(list.map((t) => widen(t, rank)));
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shapes = severalShapes(this.name, inputShape, this.least);
    const rank = Math.max(...shapes.map((shape) => shape.length));
    const wide = shapes.map((shape) => [
      shape[0] ?? null,
      ...new Array<number>(rank - shape.length).fill(1),
      ...shape.slice(1),
    ]);
    return wide.reduce((a, b) => a.map((size, i) => this.join(size, b[i]!, i, shapes)));
  }

  /** Size of an axis of two inputs together. */
  private join(a: number | null, b: number | null, axis: number, shapes: Shape[]): number | null {
    if (axis === 0) {
      if (a !== null && b !== null && a !== b) this.refuse(shapes);
      return a ?? b;
    }
    if (a === 1) return b;
    if (b === 1 || a === b) return a;
    if (a === null || b === null) return a ?? b;
    return this.refuse(shapes);
  }

  private refuse(shapes: Shape[]): never {
    throw new ShapeError(
      `Layer ${this.name}: inputs of shapes ${formatShapes(shapes)} cannot be merged.`,
    );
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    if (!Array.isArray(mask) || mask.includes(null)) return null;
    return (mask as tf.Tensor[]).reduce((a, b) => tf.logicalOr(a, b));
  }
}

/** Axes of size 1 after the batch, until the tensor has `rank` axes. */
function widen(x: tf.Tensor, rank: number): tf.Tensor {
  let wide = x;
  while (wide.rank < rank) wide = tf.expandDims(wide, 1);
  return wide;
}
