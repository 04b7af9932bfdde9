import { FormatError, ValueError } from '@ibexjs/core/plain';

import { halvesToFloats } from '../float16.js';
import { checkNdArray, showShape, sizeOf, type NdArray, type NdArrayLike } from '../ndarray.js';

/** One array in the weights of a TensorFlow.js model, as its `model.json` describes it. */
export interface TfjsWeightSpec {
  name: string;
  shape: number[];
  dtype: 'float32' | 'int32' | 'bool' | 'string' | 'complex64';
  /** How the numbers were made smaller: value = stored × scale + min. */
  quantization?: { dtype: 'uint8' | 'uint16' | 'float16'; scale?: number; min?: number };
}

const BYTES = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/**
 * Reads the weights of a TensorFlow.js model: the arrays that stand one after the other in its
 * shards, joined, quantized ones as floats.
 *
 * @see https://github.com/tensorflow/tfjs/tree/master/tfjs-converter
 * @throws FormatError naming the array, when the bytes are not as many as the specs say
 */
export function readTfjsWeights(
  specs: readonly TfjsWeightSpec[],
  bytes: Uint8Array,
): Map<string, NdArray> {
  if (!Array.isArray(specs)) throw new FormatError('The list of weights of the model is no list.');
  const arrays = new Map<string, NdArray>();
  let at = 0;
  for (const spec of specs as TfjsWeightSpec[]) {
    const stored = checkSpec(spec);
    if (arrays.has(spec.name)) throw new FormatError(`There are two weights "${spec.name}".`);
    const size = sizeOf(spec.shape) * BYTES[stored];
    if (!(at + size <= bytes.length)) {
      throw new FormatError(
        `Weight "${spec.name}" of shape ${showShape(spec.shape)} needs ${size} bytes; ${bytes.length - at} are left of ${bytes.length}. Shards are missing or truncated.`,
      );
    }
    arrays.set(spec.name, decode(spec, stored, bytes.slice(at, at + size)));
    at += size;
  }
  if (at !== bytes.length)
    throw new FormatError(`The shards have ${bytes.length} bytes; the weights need ${at}.`);
  return arrays;
}

/** @returns the type in which its elements are stored */
function checkSpec(spec: TfjsWeightSpec): keyof typeof BYTES {
  const { name, shape, dtype, quantization } = (spec ?? {}) as Partial<TfjsWeightSpec>;
  const isShape =
    Array.isArray(shape) && shape.every((axis) => Number.isSafeInteger(axis) && axis >= 0);
  if (typeof name !== 'string' || !isShape)
    throw new FormatError(
      `A weight of the model has no name or no shape: ${JSON.stringify(spec)}.`,
    );
  const stored = quantization?.dtype ?? dtype;
  if (stored !== undefined && Object.hasOwn(BYTES, stored)) return stored as keyof typeof BYTES;
  throw new FormatError(`Weight "${name}" is of type ${String(stored)}, which is not read.`);
}

function decode(
  { shape, dtype, quantization }: TfjsWeightSpec,
  stored: keyof typeof BYTES,
  { buffer }: Uint8Array<ArrayBuffer>,
): NdArray {
  if (!quantization) {
    if (dtype === 'int32') return { shape, dtype, data: new Int32Array(buffer) };
    if (dtype === 'bool') return { shape, dtype, data: new Uint8Array(buffer) };
    return { shape, dtype: 'float32', data: new Float32Array(buffer) };
  }
  const { scale = 1, min = 0 } = quantization;
  if (stored === 'float16')
    return { shape, dtype: 'float32', data: halvesToFloats(new Uint16Array(buffer)) };
  const steps = stored === 'uint16' ? new Uint16Array(buffer) : new Uint8Array(buffer);
  if (dtype === 'int32')
    return { shape, dtype, data: Int32Array.from(steps, (step) => Math.round(step * scale + min)) };
  return { shape, dtype: 'float32', data: Float32Array.from(steps, (step) => step * scale + min) };
}

/**
 * The weights of a TensorFlow.js model: their descriptions for `model.json`, and their bytes.
 * @throws ValueError for an array that is neither float32 nor int32 nor bool
 */
export function writeTfjsWeights(arrays: Readonly<Record<string, NdArrayLike>>): {
  specs: TfjsWeightSpec[];
  bytes: Uint8Array;
} {
  const specs: TfjsWeightSpec[] = [];
  const pieces: Uint8Array[] = [];
  for (const [name, array] of Object.entries(arrays)) {
    const { shape, dtype, data } = checkNdArray(`writeTfjsWeights, ${name}`, array);
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool')
      throw new ValueError(`writeTfjsWeights: weight "${name}" is of dtype ${dtype}.`);
    specs.push({ name, shape, dtype });
    const { buffer, byteOffset, byteLength } = data as Float32Array;
    pieces.push(new Uint8Array(buffer, byteOffset, byteLength));
  }
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { specs, bytes };
}
