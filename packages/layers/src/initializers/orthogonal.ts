import { checkOptions, SeedGenerator, ShapeError, statelessValues } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { RandomInitializer, type SeedOptions } from './random.js';

export interface OrthogonalOptions extends SeedOptions {
  /** Factor on the matrix. Default: 1. */
  gain?: number;
}

/**
 * A random orthogonal matrix: the Q of the QR decomposition of normal numbers, signs chosen so
 * that it is uniform among all. Orthogonal columns, or rows where there are fewer of them; a
 * weight of more dimensions counts as a matrix of its last one.
 *
 * @throws ShapeError for fewer than two dimensions
 * @see Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural
 *   networks" (2014)
 */
export class Orthogonal extends RandomInitializer {
  static readonly className = 'Orthogonal';
  readonly gain: number;
  private drawn = 0;

  constructor(options: OrthogonalOptions = {}) {
    super(options.seed);
    checkOptions('Orthogonal', options, ['gain', 'seed']);
    this.gain = options.gain ?? 1;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    if (shape.length < 2) {
      throw new ShapeError(
        `Orthogonal: a weight needs at least 2 dimensions; received shape [${shape.join(', ')}].`,
      );
    }
    const columns = shape.at(-1)!;
    const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    // in JavaScript, not in ops: a weight is made once, and every backend gets the same numbers
    const vectors = orthonormalVectors(this.normals(long * short), long, short);
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < short; i++) {
      const vector = vectors[i]!;
      for (let j = 0; j < long; j++) {
        values[rows < columns ? i * columns + j : j * columns + i] = vector[j]! * this.gain;
      }
    }
    return tf.tensor(values, shape, dtype);
  }

  private normals(size: number): Float32Array {
    const generator = this.seed instanceof SeedGenerator ? this.seed : null;
    const seed = generator?.seed ?? (this.seed as number);
    // a generator gives new numbers at each call, a plain seed the same
    const stream = generator ? this.drawn++ : 0;
    return statelessValues(
      size,
      [seed | 0, Math.floor(seed / 0x100000000) | 0, stream, 0],
      'normal',
    );
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), gain: this.gain };
  }
}

/** `count` vectors of `length` numbers made orthonormal one after the other (Gram and Schmidt). */
function orthonormalVectors(values: Float32Array, length: number, count: number): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from(values.subarray(i * length, (i + 1) * length));
    // twice is enough to be orthogonal to rounding (Giraud et al., 2005)
    for (let pass = 0; pass < 2; pass++) {
      for (const earlier of vectors) {
        let dot = 0;
        for (let k = 0; k < length; k++) dot += vector[k]! * earlier[k]!;
        for (let k = 0; k < length; k++) vector[k] = vector[k]! - dot * earlier[k]!;
      }
    }
    let square = 0;
    for (const value of vector) square += value * value;
    const scale = 1 / Math.sqrt(square);
    for (let k = 0; k < length; k++) vector[k] = vector[k]! * scale;
    vectors.push(vector);
  }
  return vectors;
}

export function orthogonal(options: OrthogonalOptions = {}): Orthogonal {
  return new Orthogonal(options);
}
