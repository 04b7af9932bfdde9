import { checkChoice, checkOptions, ShapeError, StateError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { codesOf, sortedClasses, type Label } from './classes.js';

export interface OneHotEncoderOptions {
  /** A category that `fit` has not seen: an error, or zeros in all its columns. Default: 'error'. */
  handleUnknown?: 'error' | 'ignore';
}

/** scikit-learn's `OneHotEncoder`: every column of categories as one column of 0 and 1 a category. */
export class OneHotEncoder {
  readonly handleUnknown: 'error' | 'ignore';
  private fitted: Label[][] | undefined;

  constructor(options: OneHotEncoderOptions = {}) {
    checkOptions('OneHotEncoder', options, ['handleUnknown']);
    this.handleUnknown = checkChoice(
      'OneHotEncoder',
      'handleUnknown',
      options.handleUnknown ?? 'error',
      ['error', 'ignore'],
    );
  }

  /** The categories of each column, in order. @throws StateError before `fit` */
  get categories(): readonly (readonly Label[])[] {
    if (this.fitted) return this.fitted;
    throw new StateError('OneHotEncoder: call fit first.');
  }

  /** @param rows samples, each a list with one category a column */
  fit(rows: readonly (readonly Label[])[]): this {
    const width = rows[0]?.length ?? 0;
    this.fitted = Array.from({ length: width }, (_, column) =>
      sortedClasses(columnOf(rows, column, width)),
    );
    return this;
  }

  fitTransform(rows: readonly (readonly Label[])[]): tf.Tensor2D {
    return this.fit(rows).transform(rows);
  }

  /** @returns float32 [samples, all categories] */
  transform(rows: readonly (readonly Label[])[]): tf.Tensor2D {
    const { categories } = this;
    const width = categories.reduce((sum, column) => sum + column.length, 0);
    const values = new Float32Array(rows.length * width);
    let start = 0;
    categories.forEach((classes, column) => {
      const labels = columnOf(rows, column, categories.length);
      labels.forEach((label, row) => {
        if (this.handleUnknown === 'ignore' && !classes.includes(label)) return;
        const [code] = codesOf([label], classes, `OneHotEncoder, column ${column}`);
        values[row * width + start + code!] = 1;
      });
      start += classes.length;
    });
    return tf.tensor2d(values, [rows.length, width]);
  }

  /** `x0_red`, `x0_blue` …, or with names of columns in place of `x0`. */
  getFeatureNamesOut(columns?: readonly string[]): string[] {
    return this.categories.flatMap((classes, column) =>
      classes.map((label) => `${columns?.[column] ?? `x${column}`}_${label}`),
    );
  }
}

function columnOf(rows: readonly (readonly Label[])[], column: number, width: number): Label[] {
  return rows.map((row, i) => {
    if (row.length === width) return row[column]!;
    throw new ShapeError(`OneHotEncoder: row ${i} has ${row.length} columns, expected ${width}.`);
  });
}
