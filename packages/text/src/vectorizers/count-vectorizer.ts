import {
  checkOptions,
  checkPositiveInteger,
  ShapeError,
  StateError,
  ValueError,
} from '@ibexjs/core/plain';

import {
  ANALYZER_OPTIONS,
  buildAnalyzer,
  type Analyze,
  type AnalyzerOptions,
  type TextDocument,
} from './analyzer.js';
import { countFeatures } from './count-features.js';
import { sortColumns, type CsrMatrix } from './csr-matrix.js';
import {
  documentLimit,
  readVocabulary,
  selectTerms,
  type DocumentFrequency,
  type VocabularyInput,
} from './vocabulary.js';

export interface CountVectorizerOptions extends AnalyzerOptions {
  /** Leave out features of more documents than this. Default 1: none. */
  maxDf?: DocumentFrequency;
  /** Leave out features of fewer documents than this. Default 1: none. */
  minDf?: DocumentFrequency;
  /** Keep only the features that occur most often. Default null: all. */
  maxFeatures?: number | null;
  /** Use these features instead of learning them. */
  vocabulary?: VocabularyInput | null;
  /** Count no feature more than once in a document. Default false. */
  binary?: boolean;
}

export const COUNT_OPTIONS = [
  ...ANALYZER_OPTIONS,
  'maxDf',
  'minDf',
  'maxFeatures',
  'vocabulary',
  'binary',
];

/** Throws for what iterates but is no list of documents. */
export function checkDocuments(where: string, documents: unknown): void {
  if (typeof documents === 'object' && documents !== null && Symbol.iterator in documents) return;
  throw new ValueError(
    `${where}: a list of documents is needed; received ${typeof documents === 'string' ? 'one string' : String(documents)}.`,
  );
}

/**
 * Counts how often each feature (word, run of words, run of characters) occurs in each document:
 * a sparse matrix [documents, features]. Equal to scikit-learn's `CountVectorizer`.
 *
 * @example
 * const vectorizer = new CountVectorizer({ ngramRange: [1, 2], minDf: 2 });
 * const counts = vectorizer.fitTransform(texts);
 * vectorizer.getFeatureNamesOut();
 */
export class CountVectorizer {
  private readonly options: CountVectorizerOptions;
  private readonly where: string;
  private readonly analyze: Analyze;
  private readonly fixed: boolean;
  private learned: Map<string, number> | undefined;

  /** @param where name for messages */
  constructor(options: CountVectorizerOptions = {}, where = 'CountVectorizer') {
    checkOptions(where, options, COUNT_OPTIONS);
    this.options = options;
    this.where = where;
    this.analyze = buildAnalyzer(where, options);
    const { maxFeatures = null, vocabulary = null } = options;
    if (maxFeatures !== null) checkPositiveInteger(where, 'maxFeatures', maxFeatures);
    this.fixed = vocabulary !== null;
    if (vocabulary !== null) this.learned = readVocabulary(where, vocabulary);
  }

  /** Column of each feature. @throws StateError before `fit` */
  get vocabulary(): ReadonlyMap<string, number> {
    if (this.learned) return this.learned;
    throw new StateError(
      `${this.where}: it knows no vocabulary yet. Call fit or fitTransform first.`,
    );
  }

  /** The function from a document to its features. */
  buildAnalyzer(): Analyze {
    return this.analyze;
  }

  /** Learns the features of documents. */
  fit(documents: Iterable<TextDocument>): this {
    this.fitTransform(documents);
    return this;
  }

  /** `fit` and `transform` in one pass. */
  fitTransform(documents: Iterable<TextDocument>): CsrMatrix<Int32Array> {
    if (this.fixed) return this.transform(documents);
    checkDocuments(this.where, documents);
    const found = new Map<string, number>();
    const counts = countFeatures(documents, this.analyze, found, true);
    if (found.size === 0) {
      throw new ValueError(
        `${this.where}: no features were found. The documents are empty, or hold stop words only.`,
      );
    }
    const terms = selectTerms(counts, found, this.limits(counts.shape[0]));
    if (terms.length === 0) {
      throw new ValueError(
        `${this.where}: no feature lies between minDf and maxDf. Try a lower minDf or a higher maxDf.`,
      );
    }
    this.learned = new Map(terms.map((term, column) => [term, column]));
    const columns = new Int32Array(found.size).fill(-1);
    terms.forEach((term, column) => (columns[found.get(term)!] = column));
    return this.binarized(sortColumns(counts, terms.length, (old) => columns[old]!));
  }

  /** Counts the known features of documents. */
  transform(documents: Iterable<TextDocument>): CsrMatrix<Int32Array> {
    checkDocuments(this.where, documents);
    const vocabulary = this.vocabulary as Map<string, number>;
    const counts = countFeatures(documents, this.analyze, vocabulary, false);
    return this.binarized(sortColumns(counts, vocabulary.size));
  }

  /** The features of each row, without their order in the document. */
  inverseTransform(matrix: CsrMatrix): string[][] {
    const names = this.getFeatureNamesOut();
    if (matrix.shape[1] !== names.length) {
      throw new ShapeError(
        `${this.where}: the matrix has ${matrix.shape[1]} columns, the vocabulary ${names.length} features.`,
      );
    }
    return Array.from({ length: matrix.shape[0] }, (_, i) => {
      const { indices, values } = matrix.row(i);
      return Array.from(
        indices.filter((_, at) => values[at] !== 0),
        (column) => names[column]!,
      );
    });
  }

  /** The features in the order of the columns. */
  getFeatureNamesOut(): string[] {
    const names: string[] = [];
    for (const [term, column] of this.vocabulary) names[column] = term;
    return names;
  }

  private limits(documents: number) {
    const { minDf = 1, maxDf = 1, maxFeatures = null } = this.options;
    const minDocuments = documentLimit(this.where, 'minDf', minDf, documents);
    const maxDocuments = documentLimit(this.where, 'maxDf', maxDf, documents);
    if (maxDocuments < minDocuments) {
      throw new ValueError(`${this.where}: maxDf means fewer documents than minDf.`);
    }
    return { minDocuments, maxDocuments, maxFeatures };
  }

  private binarized(counts: CsrMatrix<Int32Array>): CsrMatrix<Int32Array> {
    if (this.options.binary) counts.data.fill(1);
    return counts;
  }
}

/** A new `CountVectorizer`. */
export function countVectorizer(options?: CountVectorizerOptions): CountVectorizer {
  return new CountVectorizer(options);
}
