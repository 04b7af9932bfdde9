import { checkOptions, checkPositiveInteger } from '@ibexjs/core/plain';

import { murmurHash3 } from '../hash/murmur3.js';
import {
  ANALYZER_OPTIONS,
  buildAnalyzer,
  type Analyze,
  type AnalyzerOptions,
  type TextDocument,
} from './analyzer.js';
import { checkDocuments } from './count-vectorizer.js';
import { countFeatures } from './count-features.js';
import { CsrMatrix } from './csr-matrix.js';
import { checkNorm, normalizeRows, type Norm } from './normalize.js';

export interface HashingVectorizerOptions extends AnalyzerOptions {
  /** Number of columns. Default 2^20. */
  nFeatures?: number;
  /** Every stored value is 1. Default false. */
  binary?: boolean;
  /** Scale rows to length 1: `'l2'` (default), `'l1'`, or null. */
  norm?: Norm;
  /** Subtract instead of add where the hash is negative, so that collisions cancel. Default true. */
  alternateSign?: boolean;
}

const OPTIONS = [...ANALYZER_OPTIONS, 'nFeatures', 'binary', 'norm', 'alternateSign'];

/**
 * Counts features by their hash (MurmurHash3 of the UTF-8 bytes) instead of a vocabulary: nothing is
 * learned, so documents may come in any number of parts. Features may share a column, and their
 * names cannot be had back. Equal to scikit-learn's `HashingVectorizer`.
 */
export class HashingVectorizer {
  private readonly options: Required<Omit<HashingVectorizerOptions, keyof AnalyzerOptions>>;
  private readonly analyze: Analyze;

  constructor(options: HashingVectorizerOptions = {}) {
    const where = 'HashingVectorizer';
    checkOptions(where, options, OPTIONS);
    const { nFeatures = 2 ** 20, binary = false, norm = 'l2', alternateSign = true } = options;
    checkPositiveInteger(where, 'nFeatures', nFeatures);
    this.options = { nFeatures, binary, norm: checkNorm(where, norm), alternateSign };
    this.analyze = buildAnalyzer(where, options);
  }

  /** The function from a document to its features. */
  buildAnalyzer(): Analyze {
    return this.analyze;
  }

  /** Learns nothing; here so that it can stand where another vectorizer stood. */
  fit(_documents?: Iterable<TextDocument>): this {
    return this;
  }

  /** The same as `transform`. */
  fitTransform(documents: Iterable<TextDocument>): CsrMatrix<Float64Array> {
    return this.transform(documents);
  }

  /** A row for each document: [documents, nFeatures]. */
  transform(documents: Iterable<TextDocument>): CsrMatrix<Float64Array> {
    checkDocuments('HashingVectorizer', documents);
    const { nFeatures, binary, norm, alternateSign } = this.options;
    const terms = new Map<string, number>();
    // Each different feature is hashed once, then the counts are put together.
    const counts = countFeatures(documents, this.analyze, terms, true);
    const encoder = new TextEncoder();
    const hashes = Int32Array.from(terms.keys(), (term) => murmurHash3(encoder.encode(term)));
    const indptr = new Int32Array(counts.indptr.length);
    const indices = new Int32Array(counts.nnz);
    const data = new Float64Array(counts.nnz);
    let size = 0;
    for (let row = 0; row < counts.shape[0]; row++) {
      const { indices: terms, values } = counts.row(row);
      const sums = new Map<number, number>();
      terms.forEach((term, i) => {
        const hash = hashes[term]!;
        const column = Math.abs(hash) % nFeatures;
        const value = alternateSign && hash < 0 ? -values[i]! : values[i]!;
        sums.set(column, (sums.get(column) ?? 0) + value);
      });
      for (const column of Int32Array.from(sums.keys()).sort()) {
        indices[size] = column;
        data[size++] = binary ? 1 : sums.get(column)!;
      }
      indptr[row + 1] = size;
    }
    const shape: [number, number] = [counts.shape[0], nFeatures];
    const matrix = new CsrMatrix(shape, data.slice(0, size), indices.slice(0, size), indptr);
    normalizeRows(matrix, norm);
    return matrix;
  }
}

/** A new `HashingVectorizer`. */
export function hashingVectorizer(options?: HashingVectorizerOptions): HashingVectorizer {
  return new HashingVectorizer(options);
}
