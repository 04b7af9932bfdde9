import { checkOptions, ShapeError, StateError } from '@ibexjs/core/plain';

import { type CsrMatrix } from './csr-matrix.js';
import { checkNorm, normalizeRows, type Norm } from './normalize.js';

export interface TfidfTransformerOptions {
  /** Scale rows to length 1: `'l2'` (default), `'l1'`, or null. */
  norm?: Norm;
  /** Weigh features by how few documents have them. Default true. */
  useIdf?: boolean;
  /** Count as if one more document had every feature. Default true. */
  smoothIdf?: boolean;
  /** 1 + ln(count) instead of the count. Default false. */
  sublinearTf?: boolean;
}

export const TFIDF_OPTIONS = ['norm', 'useIdf', 'smoothIdf', 'sublinearTf'];

/**
 * Turns counts into tf-idf weights: count · idf, where idf = ln((1 + n) / (1 + df)) + 1 with
 * `smoothIdf` and ln(n / df) + 1 without, for n documents of which df have the feature; rows are
 * then scaled by `norm`. Equal to scikit-learn's `TfidfTransformer`.
 */
export class TfidfTransformer {
  private readonly options: Required<TfidfTransformerOptions>;
  private weights: Float64Array | undefined;

  /** @param where name for messages */
  constructor(
    options: TfidfTransformerOptions = {},
    private readonly where = 'TfidfTransformer',
  ) {
    checkOptions(where, options, TFIDF_OPTIONS);
    const { norm = 'l2', useIdf = true, smoothIdf = true, sublinearTf = false } = options;
    this.options = { norm: checkNorm(where, norm), useIdf, smoothIdf, sublinearTf };
  }

  /** Weight of each feature. @throws StateError before `fit`, or without `useIdf` */
  get idf(): Float64Array {
    if (this.weights) return this.weights;
    throw new StateError(
      this.options.useIdf
        ? `${this.where}: it knows no weights yet. Call fit first.`
        : `${this.where}: there are no weights with useIdf: false.`,
    );
  }

  /** Learns the weights from a matrix of counts. */
  fit(counts: CsrMatrix): this {
    if (!this.options.useIdf) return this;
    const [documents, columns] = counts.shape;
    const smooth = this.options.smoothIdf ? 1 : 0;
    const frequency = new Float64Array(columns).fill(smooth);
    for (let i = 0; i < counts.nnz; i++) if (counts.data[i] !== 0) frequency[counts.indices[i]!]!++;
    this.weights = frequency.map((df) => Math.log((documents + smooth) / df) + 1);
    return this;
  }

  /** The weights of counts, in a new matrix. */
  transform(counts: CsrMatrix): CsrMatrix<Float64Array> {
    const { norm, useIdf, sublinearTf } = this.options;
    const data = Float64Array.from(counts.data);
    if (sublinearTf) for (let i = 0; i < data.length; i++) data[i] = Math.log(data[i]!) + 1;
    if (useIdf) {
      const idf = this.idf;
      if (idf.length !== counts.shape[1]) {
        throw new ShapeError(
          `${this.where}: the matrix has ${counts.shape[1]} columns; it was fitted with ${idf.length}.`,
        );
      }
      for (let i = 0; i < data.length; i++) data[i]! *= idf[counts.indices[i]!]!;
    }
    const weighted = counts.withData(data);
    normalizeRows(weighted, norm);
    return weighted;
  }

  /** `fit` and `transform`. */
  fitTransform(counts: CsrMatrix): CsrMatrix<Float64Array> {
    return this.fit(counts).transform(counts);
  }
}

/** A new `TfidfTransformer`. */
export function tfidfTransformer(options?: TfidfTransformerOptions): TfidfTransformer {
  return new TfidfTransformer(options);
}
