import type { ImageArray } from '../image-array.js';
import { axisWeights, type AxisWeights } from './axis-weights.js';
import type { Interpolation } from './kernels.js';

/** Numbers along an axis, and how far apart they stand. */
function applyAlong(data: Float32Array, { inSize, rows }: AxisWeights, stride: number) {
  const lines = data.length / (inSize * stride);
  const out = new Float32Array(lines * rows.length * stride);
  let to = 0;
  for (let line = 0; line < lines; line++) {
    for (const { start, weights } of rows) {
      const first = (line * inSize + start) * stride;
      for (let i = 0; i < stride; i++, to++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += data[first + k * stride + i]! * weights[k]!;
        out[to] = sum;
      }
    }
  }
  return out;
}

/** `resize` for one image (height, width, channels) in JavaScript's memory. */
export function resizeArray(
  { data, shape: [height, width, channels] }: ImageArray,
  [newHeight, newWidth]: readonly [number, number],
  interpolation: Interpolation,
  antialias = false,
): ImageArray {
  const shape = [newHeight, newWidth, channels] as const;
  if (newHeight === height && newWidth === width) return { data: data.slice(), shape };
  const columns = axisWeights(width, newWidth, interpolation, antialias);
  const rows = axisWeights(height, newHeight, interpolation, antialias);
  const narrowed = applyAlong(data, columns, channels);
  return { data: applyAlong(narrowed, rows, newWidth * channels), shape };
}
