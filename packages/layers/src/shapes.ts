import { ShapeError } from '@ibexjs/core';

import type { DataType } from '@tensorflow/tfjs-core';

import {
  formatShape,
  isShapeList,
  toList,
  type Shape,
  type Shapes,
  type SymbolicTensors,
} from './engine/types.js';

/** The shape of a layer's only input. @throws ShapeError when there are several */
export function oneShape(layer: string, shapes: Shapes): Shape {
  if (isShapeList(shapes)) {
    throw new ShapeError(`Layer ${layer} takes one input; received ${shapes.length}.`);
  }
  return shapes;
}

/** A dimension that must be known before weights can be made. Negative axes count from the end. */
export function knownSize(layer: string, shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size !== null && size !== undefined) return size;
  throw new ShapeError(
    `Layer ${layer} needs to know the size of axis ${axis} of its input; received shape ${formatShape(shape)}.`,
  );
}

/** Axis counted from the front. @throws ShapeError when there is no such axis */
export function normalizeAxis(layer: string, axis: number, rank: number): number {
  const at = axis < 0 ? rank + axis : axis;
  if (Number.isInteger(at) && at >= 0 && at < rank) return at;
  throw new ShapeError(`Layer ${layer}: an input of ${rank} dimensions has no axis ${axis}.`);
}

/** Type of the first input: what layers that only move numbers give. */
export function firstDType(inputs: SymbolicTensors): DataType {
  return toList(inputs)[0]!.dtype;
}
