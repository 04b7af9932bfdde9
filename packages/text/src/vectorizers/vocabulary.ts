import { ValueError } from '@ibexjs/core/plain';

import type { CsrMatrix } from './csr-matrix.js';

/** A list of features, or the column of each. */
export type VocabularyInput =
  Iterable<string> | ReadonlyMap<string, number> | Record<string, number>;

/**
 * How many documents: a whole number from 1 on counts them, a number between 0 and 1 is a share of
 * all. 1 itself is one document for `minDf` and all documents for `maxDf` (in Python 1 and 1.0
 * differ); `{ count }` and `{ fraction }` say it outright.
 */
export type DocumentFrequency = number | { count: number } | { fraction: number };

/** Columns of a vocabulary given by hand. @throws ValueError when it has gaps or doubles */
export function readVocabulary(where: string, input: VocabularyInput): Map<string, number> {
  const isList = Symbol.iterator in input && !(input instanceof Map);
  const entries = isList
    ? Array.from(input as Iterable<string>, (term, i): [string, number] => [term, i])
    : [...(input instanceof Map ? input : Object.entries(input))];
  const vocabulary = new Map(entries as [string, number][]);
  if (vocabulary.size === 0) throw new ValueError(`${where}: the vocabulary given is empty.`);
  if (vocabulary.size < entries.length) {
    throw new ValueError(`${where}: the vocabulary given holds a term twice.`);
  }
  const taken = new Set(vocabulary.values());
  for (let column = 0; column < vocabulary.size; column++) {
    if (taken.has(column)) continue;
    throw new ValueError(
      `${where}: the vocabulary given has ${vocabulary.size} terms, but none for column ${column}.`,
    );
  }
  return vocabulary;
}

/** A number of documents, from what `minDf` or `maxDf` says. */
export function documentLimit(
  where: string,
  option: 'minDf' | 'maxDf',
  value: DocumentFrequency,
  documents: number,
): number {
  const given =
    typeof value !== 'number'
      ? value
      : value < 1 || (value === 1 && option === 'maxDf')
        ? { fraction: value }
        : { count: value };
  if ('count' in given && Number.isInteger(given.count) && given.count >= 1) return given.count;
  if ('fraction' in given && given.fraction >= 0 && given.fraction <= 1) {
    return given.fraction * documents;
  }
  throw new ValueError(
    `${where}: ${option} must be a whole number of documents from 1 on, or a share from 0 to 1; ` +
      `received ${JSON.stringify(value)}.`,
  );
}

/** Orders texts by code point, as Python does (JavaScript orders UTF-16 units). */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for characters above all others.
    const rank = (unit: number) => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
    return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Column numbers in the order of the features' names. */
export function sortedTerms(vocabulary: ReadonlyMap<string, number>): string[] {
  const terms = [...vocabulary.keys()];
  // The built-in order is several times as fast and is the same without surrogates.
  return terms.some((term) => /[\ud800-\udfff]/.test(term))
    ? terms.sort(byCodePoint)
    : terms.sort();
}

export interface Limits {
  minDocuments: number;
  maxDocuments: number;
  maxFeatures: number | null;
}

/** The features that stay within the limits, in the order of their names. */
export function selectTerms(
  counts: CsrMatrix<Int32Array>,
  vocabulary: ReadonlyMap<string, number>,
  { minDocuments, maxDocuments, maxFeatures }: Limits,
): string[] {
  const documents = new Int32Array(vocabulary.size);
  const totals = new Float64Array(vocabulary.size);
  counts.indices.forEach((column, i) => {
    documents[column]!++;
    totals[column]! += counts.data[i]!;
  });
  const columnOf = (term: string) => vocabulary.get(term)!;
  const kept = sortedTerms(vocabulary).filter((term) => {
    const count = documents[columnOf(term)]!;
    return count >= minDocuments && count <= maxDocuments;
  });
  if (maxFeatures === null || kept.length <= maxFeatures) return kept;
  const frequent = kept
    .map((term, i) => ({ i, total: totals[columnOf(term)]! }))
    .sort((a, b) => b.total - a.total)
    .slice(0, maxFeatures);
  const chosen = new Set(frequent.map(({ i }) => i));
  return kept.filter((_, i) => chosen.has(i));
}
