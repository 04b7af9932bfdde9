import {
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  ShapeError,
  ValueError,
} from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

/** Numbers, or nested arrays of numbers where each step is a vector or more. */
export type Sequence = ArrayLike<number> | ArrayLike<Sequence>;

export interface PadSequencesOptions {
  /** Length of every row. Default: the longest sequence's. */
  maxlen?: number;
  /** `'int32'` (default), `'float32'` or `'bool'`. */
  dtype?: 'int32' | 'float32' | 'bool';
  /** Fill before (`'pre'`, default) or after (`'post'`). */
  padding?: 'pre' | 'post';
  /** Cut long sequences at the start (`'pre'`, default) or the end (`'post'`). */
  truncating?: 'pre' | 'post';
  /** What to fill with. Default 0. */
  value?: number;
}

const OPTIONS = ['maxlen', 'dtype', 'padding', 'truncating', 'value'];
const SIDES = ['pre', 'post'] as const;
const DTYPES = ['int32', 'float32', 'bool'] as const;

function shapeOf(step: unknown): number[] {
  if (typeof step === 'number' || typeof step === 'boolean') return [];
  const array = step as ArrayLike<unknown>;
  return array.length === 0 ? [0] : [array.length, ...shapeOf(array[0])];
}

/** Copies a step (a number or nested arrays of `shape`) to `out` from `at` on; returns the end. */
function copyStep(
  step: unknown,
  shape: readonly number[],
  out: Float32Array | Int32Array,
  at: number,
  which: number,
): number {
  if (shape.length === 0) {
    if (typeof step !== 'number' && typeof step !== 'boolean') {
      throw new ShapeError(
        `padSequences: sequence ${which} holds ${JSON.stringify(step) ?? String(step)} where a number is needed.`,
      );
    }
    out[at] = Number(step);
    return at + 1;
  }
  const array = step as ArrayLike<unknown>;
  if (typeof step !== 'object' || step === null || array.length !== shape[0]) {
    throw new ShapeError(
      `padSequences: a step of sequence ${which} has another shape than [${shape}], the first's.`,
    );
  }
  for (let i = 0; i < array.length; i++) at = copyStep(array[i], shape.slice(1), out, at, which);
  return at;
}

/**
 * Sequences of different lengths as one tensor [sequences, maxlen, ...shape of a step]: short ones
 * are filled up, long ones are cut. Equal to Keras' `pad_sequences`.
 *
 * @example padSequences([[1], [2, 3], [4, 5, 6]]) // [[0, 0, 1], [0, 2, 3], [4, 5, 6]]
 * @throws ShapeError when steps differ in shape
 */
export function padSequences(
  sequences: ArrayLike<Sequence>,
  options: PadSequencesOptions = {},
): tf.Tensor {
  checkOptions('padSequences', options, OPTIONS);
  const dtype = checkChoice('padSequences', 'dtype', options.dtype ?? 'int32', DTYPES);
  const padding = checkChoice('padSequences', 'padding', options.padding ?? 'pre', SIDES);
  const truncating = checkChoice('padSequences', 'truncating', options.truncating ?? 'pre', SIDES);
  const list = Array.from(sequences);
  list.forEach((sequence, i) => {
    if (typeof sequence === 'object' && sequence !== null && 'length' in sequence) return;
    throw new ValueError(
      `padSequences: sequences must be a list of lists; entry ${i} is ${JSON.stringify(sequence)}.`,
    );
  });
  const maxlen = options.maxlen ?? list.reduce((most, s) => Math.max(most, s.length), 0);
  if (options.maxlen !== undefined) checkPositiveInteger('padSequences', 'maxlen', maxlen);
  const first = list.find((sequence) => sequence.length > 0);
  const stepShape = first ? shapeOf(first[0]) : [];
  const stepSize = stepShape.reduce((size, length) => size * length, 1);
  const size = list.length * maxlen * stepSize;
  const values = dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
  if (options.value) values.fill(options.value);
  list.forEach((sequence, i) => {
    const kept = Math.min(sequence.length, maxlen);
    const from = truncating === 'pre' ? sequence.length - kept : 0;
    const to = i * maxlen + (padding === 'pre' ? maxlen - kept : 0);
    let at = to * stepSize;
    for (let j = 0; j < kept; j++) at = copyStep(sequence[from + j], stepShape, values, at, i);
  });
  const shape = [list.length, maxlen, ...stepShape];
  if (dtype !== 'bool') return tfjs().tensor(values, shape, dtype);
  return tfjs().tensor(
    Uint8Array.from(values, (value) => (value ? 1 : 0)),
    shape,
    'bool',
  );
}
