import { RandomGenerator, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** What the network learns from: pieces of text, and the character that follows each. */
export class Windows {
  /** How many there are. */
  readonly count: number;

  /**
   * @param codes the text, as numbers of characters
   * @param length characters in a window
   * @param step characters from the start of one window to that of the next
   * @param depth size of the vocabulary
   * @throws ValueError when the text is shorter than one window and a character
   */
  constructor(
    readonly codes: Uint16Array,
    readonly length: number,
    readonly step: number,
    readonly depth: number,
  ) {
    this.count = Math.ceil((codes.length - length) / step);
    if (this.count < 1) {
      throw new ValueError(
        `The text has ${codes.length} characters; windows of ${length} need at least ${length + 1}.`,
      );
    }
  }

  /** Some windows as one-hot tensors: x [n, length, depth], y [n, depth]; the caller's to dispose. */
  batch(rows: ArrayLike<number>): { xs: tf.Tensor; ys: tf.Tensor } {
    const { codes, length, step, depth } = this;
    const x = new Int32Array(rows.length * length);
    const y = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const start = rows[i]! * step;
      x.set(codes.subarray(start, start + length), i * length);
      y[i] = codes[start + length]!;
    }
    return { xs: oneHot(x, [rows.length, length], depth), ys: oneHot(y, [rows.length], depth) };
  }

  /** All windows in batches, in an order that the epoch and the seed alone decide. */
  *batches(size: number, seed: number, epoch: number) {
    const order = new RandomGenerator(seed * 1_000_003 + epoch).permutation(this.count);
    for (let start = 0; start < this.count; start += size) {
      yield this.batch(order.subarray(start, start + size));
    }
  }
}

/** One-hot rows of numbers, as float32. */
export function oneHot(numbers: Int32Array, shape: number[], depth: number): tf.Tensor {
  return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor(numbers, shape, 'int32'), depth), 'float32'));
}
