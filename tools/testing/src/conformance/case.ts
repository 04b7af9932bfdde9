import * as tf from '@tensorflow/tfjs-core';

import { formulaValues } from '../formula.js';

/** One computation that must give on every backend what it gives on the cpu backend. */
export interface Case {
  name: string;
  run: () => tf.Tensor | tf.Tensor[];
  /** Largest difference allowed, relative to the largest value. Default: 1e-5. */
  tolerance?: number;
}

/** One differentiable function, whose gradient must equal finite differences on each backend. */
export interface GradientCase {
  name: string;
  shapes: number[][];
  run: (...inputs: tf.Tensor[]) => tf.Tensor;
  /** Moves inputs away from kinks and poles. Default: the identity. */
  domain?: (x: tf.Tensor, input: number) => tf.Tensor;
  /** Relative to the derivative along a direction. Default: 5e-3, of float32 differences. */
  tolerance?: number;
}

export function of(name: string, run: Case['run'], tolerance?: number): Case {
  return { name, run, tolerance };
}

/** Numbers in [-1, 1), a fixed pattern. */
export function floats(shape: number[], seed = 1): tf.Tensor {
  return tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed), shape, 'float32');
}

/** Whole numbers in [-10, 10). */
export function ints(shape: number[], seed = 1): tf.Tensor {
  const values = formulaValues(tf.util.sizeFromShape(shape), seed);
  return tf.tensor(
    Int32Array.from(values, (v) => Math.floor(v * 10)),
    shape,
    'int32',
  );
}

export function bools(shape: number[], seed = 1): tf.Tensor {
  const values = formulaValues(tf.util.sizeFromShape(shape), seed);
  return tf.tensor(
    Uint8Array.from(values, (v) => Number(v > 0)),
    shape,
    'bool',
  );
}

/** What breaks careless kernels: zeros of both signs, infinities, NaN, tiny and large numbers. */
export const SPECIAL_VALUES = [
  ...[-2.5, -1, -0.3, -1e-6, -0, 0, 1e-6, 0.3, 1, 2.5, 11, -11, NaN, Infinity, -Infinity],
];

export function special(): tf.Tensor {
  return tf.tensor1d(SPECIAL_VALUES, 'float32');
}
