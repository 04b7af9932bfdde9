import { checkChoice, checkOptions, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { checkFactor, Regularizer } from './regularizer.js';

export interface OrthogonalRegularizerOptions {
  /** Default: 0.01. */
  factor?: number;
  /** Which vectors of the matrix shall be orthogonal. Default: `rows`. */
  mode?: 'rows' | 'columns';
}

/**
 * Pushes the rows (or columns) of a matrix to be orthogonal: `factor` times the mean of the
 * absolute dot products between them, each scaled to length 1.
 *
 * @throws ShapeError for a weight that is not a matrix
 * @see https://keras.io/api/layers/regularizers/#orthogonalregularizer-class
 */
export class OrthogonalRegularizer extends Regularizer {
  static readonly className = 'OrthogonalRegularizer';
  readonly factor: number;
  readonly mode: 'rows' | 'columns';

  constructor(options: OrthogonalRegularizerOptions = {}) {
    super();
    checkOptions('OrthogonalRegularizer', options, ['factor', 'mode']);
    this.factor = checkFactor('OrthogonalRegularizer', 'factor', options.factor ?? 0.01);
    this.mode = checkChoice('OrthogonalRegularizer', 'mode', options.mode ?? 'rows', [
      'rows',
      'columns',
    ]);
  }

  override apply(x: tf.Tensor): tf.Scalar {
    if (x.rank !== 2) {
      throw new ShapeError(
        `OrthogonalRegularizer: the weight must be a matrix; received shape [${x.shape.join(', ')}].`,
      );
    }
    return tf.tidy((): tf.Scalar => {
      const rows = this.mode === 'rows';
      const size = x.shape[rows ? 0 : 1]!;
      const length2 = tf.sum(tf.square(x), rows ? 1 : 0, true);
      const unit = tf.mul<tf.Tensor2D>(x, tf.rsqrt(tf.maximum(length2, 1e-12)));
      const product = tf.matMul(unit, unit, !rows, rows);
      const others = tf.mul(product, tf.sub(1, tf.eye(size)));
      const pairs = (size * (size - 1)) / 2;
      return tf.mul(tf.sum(tf.abs(others)), (this.factor * 0.5) / pairs);
    });
  }

  override getConfig(): Record<string, unknown> {
    return { factor: this.factor, mode: this.mode };
  }
}

export function orthogonalRegularizer(
  options: OrthogonalRegularizerOptions = {},
): OrthogonalRegularizer {
  return new OrthogonalRegularizer(options);
}
