import { checkChoice } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { Shape } from '../engine/types.js';

/**
 * What comes out for whole numbers below `depth`: `one_hot`, a row of zeros with a single 1 for each;
 * `multi_hot`, one row for all of the last axis, 1 where a number occurs; `count`, how often;
 * `tf_idf`, the count times a weight of the number.
 */
export type EncodingMode = 'one_hot' | 'multi_hot' | 'count' | 'tf_idf';

/** The same, or the numbers themselves. */
export type OutputMode = 'int' | EncodingMode;

export const OUTPUT_MODES: readonly OutputMode[] = [
  'int',
  'one_hot',
  'multi_hot',
  'count',
  'tf_idf',
];

/** Keras' older names. */
const OLD_NAMES: Readonly<Record<string, string>> = { binary: 'multi_hot', 'tf-idf': 'tf_idf' };

/** The option `outputMode`, in Keras' spelling. */
export function checkOutputMode<M extends OutputMode>(
  where: string,
  mode: string,
  allowed: readonly M[],
): M {
  return checkChoice(where, 'outputMode', OLD_NAMES[mode] ?? mode, allowed);
}

/** Shape of the encoding of numbers of that shape. */
export function encodedShape(shape: Shape, mode: EncodingMode, depth: number | null): Shape {
  const squeezed = shape.length === 0 || shape.length > 1 ? shape.slice(0, -1) : [];
  if (mode !== 'one_hot') return [...squeezed, depth];
  return shape.length > 1 && shape.at(-1) === 1 ? [...squeezed, depth] : [...shape, depth];
}

/** Numbers of one sample after the other; rows may differ in length. -1 stands for nothing. */
export type IndexRows = readonly ArrayLike<number>[];

/**
 * Encodes rows of numbers. For `one_hot` there is a row for each number, for the others one for each
 * row.
 */
export function encodeRows(
  rows: IndexRows,
  mode: EncodingMode,
  depth: number,
  weights?: ArrayLike<number>,
): Float32Array {
  const entries = mode === 'one_hot' ? rows.reduce((sum, row) => sum + row.length, 0) : rows.length;
  const values = new Float32Array(entries * depth);
  let at = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) {
      const index = row[i]!;
      if (index >= 0 && index < depth) {
        if (mode === 'one_hot' || mode === 'multi_hot') values[at + index] = 1;
        else values[at + index]! += weights ? weights[index]! : 1;
      }
      if (mode === 'one_hot') at += depth;
    }
    if (mode !== 'one_hot') at += depth;
  }
  return values;
}

/** Splits numbers of a shape into rows along the last axis. */
export function rowsOf(values: ArrayLike<number>, shape: readonly number[]): IndexRows {
  const width = shape.at(-1) ?? 1;
  const all = Int32Array.from(values);
  const count = width === 0 ? 0 : all.length / width;
  return Array.from({ length: count }, (_, i) => all.subarray(i * width, (i + 1) * width));
}

/** The encoding of numbers of a shape, as a tensor. */
export function encodeTensor(
  values: ArrayLike<number>,
  shape: number[],
  mode: EncodingMode,
  depth: number,
  weights?: ArrayLike<number>,
): tf.Tensor {
  const encoded = encodeRows(rowsOf(values, shape), mode, depth, weights);
  return tf.tensor(encoded, encodedShape(shape, mode, depth) as number[]);
}
