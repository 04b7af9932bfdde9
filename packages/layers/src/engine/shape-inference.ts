import * as tf from '@tensorflow/tfjs-core';

import type { Layer } from './layer.js';
import { isShapeList, toList, type Shape, type Shapes } from './types.js';

/** Stand-ins for unknown dimensions; where two outputs differ, the output's dimension is unknown too. */
const TRIALS = [
  { batch: 2, other: 31 },
  { batch: 3, other: 37 },
];

/**
 * Output shape of a layer that does not say it: the layer is run on zeros, twice, with different
 * sizes in place of the unknown dimensions.
 */
export function inferOutputShape(layer: Layer, inputShape: Shapes): Shapes {
  const [first, second] = TRIALS.map(({ batch, other }) =>
    tf.tidy(() => {
      const zeros = (shape: Shape) =>
        tf.zeros(
          shape.map((d, axis) => d ?? (axis === 0 ? batch : other)),
          layer.dtype,
        );
      const outputs = layer.apply(
        isShapeList(inputShape) ? inputShape.map(zeros) : zeros(inputShape),
        { training: false },
      );
      return Array.isArray(outputs) ? outputs.map((t: tf.Tensor) => t.shape) : outputs.shape;
    }),
  ) as [number[] | number[][], number[] | number[][]];
  const merge = (a: number[], b: number[]): Shape => a.map((d, axis) => (d === b[axis] ? d : null));
  if (!isShapeList(first)) return merge(first as number[], second as number[]);
  return toList(first as number[][]).map((shape, i) => merge(shape, (second as number[][])[i]!));
}
