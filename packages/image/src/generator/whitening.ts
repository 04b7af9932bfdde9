import { symmetricEigen } from './symmetric-eigen.js';

/** Rows of numbers, one for each image. */
export interface Rows {
  data: Float32Array | Float64Array;
  count: number;
  size: number;
}

/**
 * The matrix of ZCA whitening, size x size: U diag(sqrt(count) / (s + epsilon)) U^T of the singular
 * vectors and values of the rows. Directions in which the rows do not vary at all are left out.
 */
export function whiteningMatrix({ data, count, size }: Rows, epsilon: number): Float64Array {
  const byFeature = size <= count;
  const n = byFeature ? size : count;
  const { values, vectors } = symmetricEigen(products({ data, count, size }, byFeature), n);
  const largest = Math.sqrt(values.reduce((most, value) => Math.max(most, value), 0));
  const out = new Float64Array(size * size);
  for (let i = 0; i < n; i++) {
    const s = Math.sqrt(Math.max(values[i]!, 0));
    if (s <= 1e-7 * largest) continue;
    const vector = vectors.subarray(i * n, (i + 1) * n);
    const u = byFeature ? vector : combine({ data, count, size }, vector, 1 / s);
    const weight = Math.sqrt(count) / (s + epsilon);
    for (let a = 0; a < size; a++) {
      const factor = weight * u[a]!;
      for (let b = 0; b < size; b++) out[a * size + b]! += factor * u[b]!;
    }
  }
  return out;
}

/** Products of all features with each other, or of all images. */
function products({ data, count, size }: Rows, byFeature: boolean): Float64Array {
  const n = byFeature ? size : count;
  const out = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = a; b < n; b++) {
      let sum = 0;
      if (byFeature) {
        for (let row = 0; row < count; row++) sum += data[row * size + a]! * data[row * size + b]!;
      } else {
        for (let i = 0; i < size; i++) sum += data[a * size + i]! * data[b * size + i]!;
      }
      out[a * n + b] = sum;
      out[b * n + a] = sum;
    }
  }
  return out;
}

/** A weighted sum of the rows. */
function combine({ data, count, size }: Rows, weights: Float64Array, scale: number): Float64Array {
  const out = new Float64Array(size);
  for (let row = 0; row < count; row++) {
    const weight = weights[row]! * scale;
    for (let i = 0; i < size; i++) out[i]! += weight * data[row * size + i]!;
  }
  return out;
}

/** An image's numbers multiplied by the matrix. */
export function whiten(data: Float32Array, matrix: Float64Array): Float32Array {
  const size = data.length;
  const out = new Float64Array(size);
  for (let a = 0; a < size; a++) {
    const value = data[a]!;
    for (let b = 0; b < size; b++) out[b]! += value * matrix[a * size + b]!;
  }
  return Float32Array.from(out);
}
