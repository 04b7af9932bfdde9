import { checkOptions, ShapeError, StateError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { codesOf, sortedClasses, type Label } from './classes.js';

export interface LabelBinarizerOptions {
  /** Value of the other classes. Default: 0. */
  negLabel?: number;
  /** Value of the class. Default: 1. */
  posLabel?: number;
}

/**
 * scikit-learn's `LabelBinarizer`: labels as rows with one column a class; two classes share one
 * column.
 */
export class LabelBinarizer<T extends Label = Label> {
  readonly negLabel: number;
  readonly posLabel: number;
  private fitted: T[] | undefined;

  constructor(options: LabelBinarizerOptions = {}) {
    checkOptions('LabelBinarizer', options, ['negLabel', 'posLabel']);
    this.negLabel = options.negLabel ?? 0;
    this.posLabel = options.posLabel ?? 1;
    if (this.negLabel >= this.posLabel) {
      throw new ValueError('LabelBinarizer: option "negLabel" must be less than "posLabel".');
    }
  }

  /** The classes in order. @throws StateError before `fit` */
  get classes(): readonly T[] {
    if (this.fitted) return this.fitted;
    throw new StateError('LabelBinarizer: call fit first.');
  }

  fit(labels: ArrayLike<T>): this {
    this.fitted = sortedClasses(labels);
    return this;
  }

  /** @returns float32 [n, classes], or [n, 1] for two classes */
  fitTransform(labels: ArrayLike<T>): tf.Tensor2D {
    return this.fit(labels).transform(labels);
  }

  /** @throws ValueError for a label that `fit` has not seen */
  transform(labels: ArrayLike<T>): tf.Tensor2D {
    const { classes, negLabel, posLabel } = this;
    const codes = codesOf(labels, classes, 'LabelBinarizer');
    const width = classes.length <= 2 ? 1 : classes.length;
    const values = new Float32Array(codes.length * width).fill(negLabel);
    codes.forEach((code, row) => {
      if (width > 1) values[row * width + code] = posLabel;
      else if (code === 1) values[row] = posLabel;
    });
    return tf.tensor2d(values, [codes.length, width]);
  }

  /** The label of each row: the largest column, or the side of the middle for two classes. */
  async inverseTransform(rows: tf.Tensor2D): Promise<T[]> {
    const { classes } = this;
    const width = classes.length <= 2 ? 1 : classes.length;
    if (rows.shape[1] !== width) {
      throw new ShapeError(`LabelBinarizer: rows of ${width} expected; received ${rows.shape[1]}.`);
    }
    const middle = (this.negLabel + this.posLabel) / 2;
    const values = await rows.data();
    return Array.from({ length: rows.shape[0] }, (_, row) => {
      if (classes.length === 1) return classes[0]!;
      if (width === 1) return classes[values[row]! > middle ? 1 : 0]!;
      const scores = Array.from(values.subarray(row * width, (row + 1) * width));
      return classes[scores.indexOf(Math.max(...scores))]!;
    });
  }
}
