import { checkOptions } from '@ibexjs/core/plain';

import type { Analyze, TextDocument } from './analyzer.js';
import { COUNT_OPTIONS, CountVectorizer, type CountVectorizerOptions } from './count-vectorizer.js';
import type { CsrMatrix } from './csr-matrix.js';
import {
  TFIDF_OPTIONS,
  TfidfTransformer,
  type TfidfTransformerOptions,
} from './tfidf-transformer.js';

/** Those of `CountVectorizer` and of `TfidfTransformer`. */
export interface TfidfVectorizerOptions extends CountVectorizerOptions, TfidfTransformerOptions {}

/** The options that `keys` name. */
function pick<T extends object>(options: T, keys: readonly string[]): Partial<T> {
  return Object.fromEntries(
    Object.entries(options).filter(([key]) => keys.includes(key)),
  ) as Partial<T>;
}

/**
 * `CountVectorizer` followed by `TfidfTransformer`: from documents to a sparse matrix of tf-idf
 * weights. Equal to scikit-learn's `TfidfVectorizer`.
 *
 * @example
 * const vectorizer = new TfidfVectorizer({ maxFeatures: 20000, sublinearTf: true });
 * const train = vectorizer.fitTransform(trainTexts);
 * const test = vectorizer.transform(testTexts);
 */
export class TfidfVectorizer {
  private readonly counter: CountVectorizer;
  private readonly weigher: TfidfTransformer;

  constructor(options: TfidfVectorizerOptions = {}) {
    const where = 'TfidfVectorizer';
    checkOptions(where, options, [...COUNT_OPTIONS, ...TFIDF_OPTIONS]);
    this.counter = new CountVectorizer(pick(options, COUNT_OPTIONS), where);
    this.weigher = new TfidfTransformer(pick(options, TFIDF_OPTIONS), where);
  }

  /** Column of each feature. @throws StateError before `fit` */
  get vocabulary(): ReadonlyMap<string, number> {
    return this.counter.vocabulary;
  }

  /** Weight of each feature. @throws StateError before `fit`, or without `useIdf` */
  get idf(): Float64Array {
    return this.weigher.idf;
  }

  /** The function from a document to its features. */
  buildAnalyzer(): Analyze {
    return this.counter.buildAnalyzer();
  }

  /** Learns the features of documents and their weights. */
  fit(documents: Iterable<TextDocument>): this {
    this.weigher.fit(this.counter.fitTransform(documents));
    return this;
  }

  /** `fit` and `transform` in one pass. */
  fitTransform(documents: Iterable<TextDocument>): CsrMatrix<Float64Array> {
    return this.weigher.fitTransform(this.counter.fitTransform(documents));
  }

  /** Weights of the known features of documents. */
  transform(documents: Iterable<TextDocument>): CsrMatrix<Float64Array> {
    return this.weigher.transform(this.counter.transform(documents));
  }

  /** The features of each row, without their order in the document. */
  inverseTransform(matrix: CsrMatrix): string[][] {
    return this.counter.inverseTransform(matrix);
  }

  /** The features in the order of the columns. */
  getFeatureNamesOut(): string[] {
    return this.counter.getFeatureNamesOut();
  }
}

/** A new `TfidfVectorizer`. */
export function tfidfVectorizer(options?: TfidfVectorizerOptions): TfidfVectorizer {
  return new TfidfVectorizer(options);
}
