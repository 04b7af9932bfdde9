import { StateError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { Layer } from './layer.js';
import { formatShapes, isShapeList, type Shape, type Shapes, type Tensors } from './types.js';

/** Sizes to put in place of unknown dimensions. */
interface Sizes {
  batch: number;
  other: number;
}

/** Where the outputs of two trials differ, the output's dimension is unknown too. */
const TRIALS: readonly [Sizes, Sizes] = [
  { batch: 2, other: 31 },
  { batch: 3, other: 37 },
];

/** Output shape of a layer that does not say it: found by running the layer on zeros, twice. */
export function inferOutputShape(layer: Layer, inputShape: Shapes): Shapes {
  const [first, second] = TRIALS.map((sizes) =>
    tf.tidy(() => {
      const outputs = callOnZeros(layer, inputShape, sizes);
      return Array.isArray(outputs) ? outputs.map(({ shape }) => shape) : [outputs.shape];
    }),
  );
  const shapes = first!.map((shape, i) =>
    shape.map((d, axis) => (d === second![i]![axis] ? d : null)),
  );
  return shapes.length === 1 ? shapes[0]! : shapes;
}

/**
 * Builds what is inside a layer by calling it on zeros.
 * @throws StateError when the layer fails on them
 */
export function buildByCalling(layer: Layer, inputShape: Shapes): void {
  tf.tidy(() => void callOnZeros(layer, inputShape, TRIALS[0]));
}

function callOnZeros(layer: Layer, inputShape: Shapes, sizes: Sizes): Tensors {
  const size = (d: number | null, axis: number) => d ?? (axis === 0 ? sizes.batch : sizes.other);
  const zeros = (shape: Shape) => tf.zeros(shape.map(size), layer.dtype);
  try {
    return layer.apply<Tensors>(
      isShapeList(inputShape) ? inputShape.map(zeros) : zeros(inputShape),
      { training: false },
    );
  } catch (error) {
    throw new StateError(
      `Layer ${layer.name} was run on zeros of shape ${formatShapes(inputShape)} to build it and to find its output shape, ` +
        `and failed: ${(error as Error).message}`,
      { cause: error },
    );
  }
}
