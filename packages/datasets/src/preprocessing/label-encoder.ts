import { StateError, ValueError } from '@ibexjs/core';

import { codesOf, encodeClasses, type Label } from './classes.js';

/**
 * scikit-learn's `LabelEncoder`: labels as whole numbers from 0 to the number of classes less one.
 *
 * ```ts
 * const encoder = new LabelEncoder<string>();
 * encoder.fitTransform(['cat', 'ape', 'cat']); // 1, 0, 1
 * encoder.classes; // ['ape', 'cat']
 * ```
 */
export class LabelEncoder<T extends Label = Label> {
  private fitted: T[] | undefined;

  /** The classes in order. @throws StateError before `fit` */
  get classes(): readonly T[] {
    if (this.fitted) return this.fitted;
    throw new StateError('LabelEncoder: call fit first.');
  }

  fit(labels: ArrayLike<T>): this {
    this.fitted = encodeClasses(labels).classes;
    return this;
  }

  fitTransform(labels: ArrayLike<T>): Int32Array {
    const { classes, codes } = encodeClasses(labels);
    this.fitted = classes;
    return codes;
  }

  /** @throws ValueError for a label that `fit` has not seen */
  transform(labels: ArrayLike<T>): Int32Array {
    return codesOf(labels, this.classes, 'LabelEncoder');
  }

  /** The labels of numbers. @throws ValueError for a number that is no class */
  inverseTransform(codes: ArrayLike<number>): T[] {
    return Array.from(codes, (code) => {
      const label = this.classes[code];
      if (label !== undefined) return label;
      throw new ValueError(
        `LabelEncoder: there is no class ${code}; there are ${this.classes.length}.`,
      );
    });
  }
}
