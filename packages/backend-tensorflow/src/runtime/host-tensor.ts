import { bytesOf, typeOfNumber, TYPE_NUMBERS, type ElementType } from '../api/data-types.js';
import type { OpenLibrary } from '../library/open.js';
import type { Numbers } from './executor.js';

/** A shape as TensorFlow wants it. */
export function dimensions(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape, BigInt);
}

/** A TF_Tensor with these values: one copy, into memory that TensorFlow aligned. */
export function makeHostTensor(
  { api, copyTo }: OpenLibrary,
  values: Numbers,
  shape: readonly number[],
  dtype: ElementType,
): number {
  const count = shape.reduce((product, size) => product * size, 1);
  const bytes = count * bytesOf(dtype);
  const tensor = api.TF_AllocateTensor(TYPE_NUMBERS[dtype], dimensions(shape), shape.length, bytes);
  if (tensor === 0) throw new Error(`TensorFlow has no memory for a tensor of ${bytes} bytes.`);
  const data = api.TF_TensorData(tensor);
  if (ArrayBuffer.isView(values)) {
    const source = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (source.length < bytes) {
      api.TF_DeleteTensor(tensor);
      throw new Error(
        `${source.length} bytes are too few for a tensor of shape [${shape.join()}].`,
      );
    }
    if (bytes > 0) copyTo(data, source, bytes);
    return tensor;
  }
  values.forEach((text, i) => {
    const place = data + i * bytesOf('string');
    api.TF_StringInit(place);
    api.TF_StringCopy(place, text, text.length);
  });
  return tensor;
}

/** A copy of a TF_Tensor's values, in the array that tfjs expects for its type. */
export function readHostTensor(
  { api, copyFrom }: OpenLibrary,
  tensor: number,
  typeNumber: number,
): Float32Array | Int32Array | Uint8Array | Uint8Array[] {
  const bytes = api.TF_TensorByteSize(tensor);
  const data = api.TF_TensorData(tensor);
  const dtype = typeOfNumber(typeNumber);
  if (dtype === 'string') {
    return Array.from({ length: api.TF_TensorElementCount(tensor) }, (_, i) => {
      const place = data + i * bytesOf('string');
      const length = api.TF_StringGetSize(place);
      const text = new Uint8Array(length);
      if (length > 0) copyFrom(text, api.TF_StringGetDataPointer(place), length);
      return text;
    });
  }
  const copy = new ArrayBuffer(bytes);
  if (bytes > 0) copyFrom(new Uint8Array(copy), data, bytes);
  if (dtype === 'float32' || dtype === 'complex64') return new Float32Array(copy);
  if (dtype === 'int64' || dtype === 'uint64') {
    return Int32Array.from(new BigInt64Array(copy), Number);
  }
  return dtype === 'bool' ? new Uint8Array(copy) : new Int32Array(copy);
}
