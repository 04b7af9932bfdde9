import type { ImageArray } from '../image-array.js';

/** An image turned back to front along an axis: 0 … 2. */
export function flipAxis({ data, shape }: ImageArray, axis: 0 | 1 | 2): ImageArray {
  const length = shape[axis];
  const stride = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const out = new Float32Array(data.length);
  for (let block = 0; block < data.length; block += length * stride) {
    for (let i = 0; i < length; i++) {
      const from = block + i * stride;
      out.set(data.subarray(from, from + stride), block + (length - 1 - i) * stride);
    }
  }
  return { data: out, shape };
}
