import type { DataType, Tensor } from '@tensorflow/tfjs-core';

import type { SymbolicTensor } from './symbolic-tensor.js';

/** A shape with the batch first; null stands for a dimension that is known only at run time. */
export type Shape = (number | null)[];

/** What a layer takes and gives: one tensor, or several. */
export type Tensors = Tensor | Tensor[];
export type SymbolicTensors = SymbolicTensor | SymbolicTensor[];
/** Shape of one tensor, or shapes of several. */
export type Shapes = Shape | Shape[];
export type Masks = Tensor | null | (Tensor | null)[];

/** Further arguments of a layer call. */
export interface CallArgs {
  /**
   * True in training, false in inference. Inherited from the layer or model that calls this one;
   * undefined when nobody said, and then most layers do inference.
   */
  training?: boolean;
  /** Bool tensor(s), true where a timestep counts. Found from the inputs when left out. */
  mask?: Masks;
  /** Layers may take others: `initialState` of recurrent layers. */
  [name: string]: unknown;
}

export type { DataType };

/** True for the shapes of several tensors. */
export function isShapeList(shapes: Shapes): shapes is Shape[] {
  return Array.isArray(shapes[0]);
}

/** Always a list. */
export function toList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

/** `(None, 28, 28)`, as Keras prints it. */
export function formatShape(shape: Shape): string {
  const dimensions = shape.map((d) => d ?? 'None');
  return dimensions.length === 1 ? `(${dimensions[0]},)` : `(${dimensions.join(', ')})`;
}

/** `(None, 3)` or `[(None, 3), (None, 4)]`. */
export function formatShapes(shapes: Shapes): string {
  return isShapeList(shapes) ? `[${shapes.map(formatShape).join(', ')}]` : formatShape(shapes);
}
