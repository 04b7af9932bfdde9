import * as tf from '@tensorflow/tfjs-core';

import { defineKernel, type WasmKernel } from '../kernel.js';
import { reduce } from '../reduce.js';

interface Attrs {
  axis?: number | number[];
  reductionIndices?: number | number[];
  keepDims?: boolean;
}

/** Numbers of assembly/reduce.ts; Mean is a sum with a scale. */
const REDUCTIONS: Readonly<Record<string, number>> = { Sum: 0, Mean: 0, Max: 1, Min: 2, Prod: 3 };

/** Sums, means, extremes and products over any axes. tfjs transposes first unless they are the last. */
export const reductions: readonly WasmKernel[] = Object.entries(REDUCTIONS).map(([name, op]) =>
  defineKernel<{ x: tf.TensorInfo }, Attrs>(name, ({ inputs: { x }, attrs, engine, original }) => {
    const axes = tf.util.parseAxisParam(attrs.axis ?? attrs.reductionIndices ?? [], x.shape);
    const empty = x.shape.includes(0);
    if (x.dtype !== 'float32' || empty || axes.length === 0) return original();
    const length = axes.reduce((product, axis) => product * x.shape[axis]!, 1);
    const output = reduce(engine, op, x, axes, name === 'Mean' ? 1 / length : 1);
    if (attrs.keepDims) {
      output.shape = tf.backend_util.expandShapeToKeepDim(
        output.shape,
        [...axes].sort((a, b) => a - b),
      );
    }
    return output;
  }),
);
