import * as tf from '@tensorflow/tfjs-core';

import { copyAxes, strides } from '../copy.js';
import { defineKernel } from '../kernel.js';
import { transpose as transposeTensor } from '../transpose.js';

/** The axes in another order. */
export const transpose = defineKernel<tf.TransposeInputs, tf.TransposeAttrs>(
  'Transpose',
  ({ inputs: { x }, attrs: { perm }, engine, original }) =>
    transposeTensor(engine, x, perm) ?? original(),
);

/** Some axes backwards. */
export const reverse = defineKernel<tf.ReverseInputs, tf.ReverseAttrs>(
  'Reverse',
  ({ inputs: { x }, attrs: { dims }, engine, original }) => {
    const reversed = tf.util.parseAxisParam(dims, x.shape);
    if (x.dtype === 'string' || x.shape.includes(0)) return original();
    const output = engine.output(x.shape, x.dtype);
    const steps = strides(x.shape);
    let offset = 0;
    const axes = x.shape.map((size, axis) => {
      if (!reversed.includes(axis)) return { size, from: steps[axis]!, to: steps[axis]! };
      offset += (size - 1) * steps[axis]!;
      return { size, from: -steps[axis]!, to: steps[axis]! };
    });
    if (copyAxes(engine, x, output, axes, offset)) return output;
    engine.release(output);
    return original();
  },
);

/** The tensor repeated along its axes. */
export const tile = defineKernel<tf.TileInputs, tf.TileAttrs>(
  'Tile',
  ({ inputs: { x }, attrs: { reps }, engine, original }) => {
    const shape = x.shape.map((size, axis) => size * reps[axis]!);
    if (x.dtype === 'string' || shape.includes(0) || shape.length === 0) return original();
    const output = engine.output(shape, x.dtype);
    const from = strides(x.shape);
    const to = strides(shape);
    const axes = x.shape.flatMap((size, axis) => [
      { size: reps[axis]!, from: 0, to: size * to[axis]! },
      { size, from: from[axis]!, to: to[axis]! },
    ]);
    if (copyAxes(engine, x, output, axes)) return output;
    engine.release(output);
    return original();
  },
);
