import * as tf from '@tensorflow/tfjs-core';

import { formulaValues } from './formula.js';

/** One input of a golden case; its numbers come from the formula. */
export interface GoldenInput {
  shape: number[];
  /** Whole numbers below this one instead of fractions. */
  integers?: number;
  /** Factor. Default: 1. */
  scale?: number;
}

/** A case that tools/goldens/layers.py wrote. */
export interface GoldenCase {
  name: string;
  /** The layer's config as Keras writes it. */
  config: Record<string, unknown>;
  inputs: GoldenInput[];
  /** How many of the last inputs are initial states. */
  states: number;
  training: boolean | null;
  /** Further arguments of the call, in Keras' names. */
  arguments?: Record<string, unknown>;
  mask: unknown;
  /** Masks of the outputs, flat. */
  outputMask: (boolean[] | null)[] | null;
  /** Whether each sample's output depends on that sample alone. */
  batchwise: boolean;
  weights: { path: string; shape: number[]; trainable: boolean }[];
  outputs: { shape: number[]; values: number[] }[];
  inputGradients: number[][];
  weightGradients: number[][];
  /** Weights that are not trainable, after the call. */
  updated: number[][];
}

const INPUT_SEED = 1;
const WEIGHT_SEED = 101;
const FACTOR_SEED = 51;

/** Input `index` of a case. */
export function goldenInput(input: GoldenInput, index: number): tf.Tensor {
  const values = formulaValues(tf.util.sizeFromShape(input.shape), INPUT_SEED + index);
  const { integers, scale = 1 } = input;
  if (integers !== undefined) {
    return tf.tensor(
      values.map((v) => Math.round((v + 1) * 1000) % integers),
      input.shape,
      'int32',
    );
  }
  return tf.tensor(
    values.map((v) => v * scale),
    input.shape,
  );
}

/** Value of weight `index` of a case. */
export function goldenWeight(weight: { path: string; shape: number[] }, index: number): tf.Tensor {
  const values = formulaValues(tf.util.sizeFromShape(weight.shape), WEIGHT_SEED + index);
  const positive = weight.path.includes('variance');
  return tf.tensor(
    values.map((v) => (positive ? Math.abs(v * 0.5) + 0.5 : v * 0.5)),
    weight.shape,
  );
}

/** What output `index` is multiplied by in the sum whose gradient the fixture holds. */
export function goldenFactor(shape: number[], index: number): tf.Tensor {
  return tf.tensor(formulaValues(tf.util.sizeFromShape(shape), FACTOR_SEED + index), shape);
}
