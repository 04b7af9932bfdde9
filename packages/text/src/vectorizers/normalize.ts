import { checkChoice } from '@ibexjs/core/plain';

import type { CsrMatrix } from './csr-matrix.js';

/** Rows of length 1 by the sum of absolute values, of squares, or as they are. */
export type Norm = 'l1' | 'l2' | null;

/** Checks the option `norm`. */
export function checkNorm(where: string, norm: Norm): Norm {
  return norm === null ? null : checkChoice(where, 'norm', norm, ['l1', 'l2'] as const);
}

/** Divides every row by its norm, in place. Rows of zeros stay. */
export function normalizeRows({ shape, data, indptr }: CsrMatrix<Float64Array>, norm: Norm): void {
  if (norm === null) return;
  for (let row = 0; row < shape[0]; row++) {
    const values = data.subarray(indptr[row], indptr[row + 1]);
    let sum = 0;
    for (const value of values) sum += norm === 'l1' ? Math.abs(value) : value * value;
    const length = norm === 'l1' ? sum : Math.sqrt(sum);
    if (length > 0) for (let i = 0; i < values.length; i++) values[i]! /= length;
  }
}
