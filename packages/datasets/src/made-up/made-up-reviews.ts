import { checkOptions, checkPositiveInteger, RandomGenerator } from '@ibexjs/core';

import { dataSplits, type DataSplits } from '../splits.js';
import { limitWords, markSequences, type SequenceOptions } from '../sequences/word-sequences.js';
import { splitWords } from '../sequences/words.js';
import { expand } from './grammar.js';
import { REVIEWS } from './review-grammar.js';

/** Options of `loadTexts`. */
export interface MadeUpTextOptions {
  /** Reviews to learn from. Default: 4,000. */
  trainSize?: number;
  /** Reviews to test. Default: 1,000. */
  testSize?: number;
  /** The same seed gives the same reviews. Default: 0. */
  seed?: number;
}

/** Options of `loadData`. */
export type MadeUpReviewOptions = MadeUpTextOptions &
  Pick<SequenceOptions, 'numWords' | 'skipTop' | 'startChar' | 'oovChar' | 'indexFrom'>;

/** Reviews as numbers, and the words that these stand for. */
export interface MadeUpReviews {
  data: DataSplits<number[][], Int32Array>;
  /** Words and their numbers from 1 on; in the data, `indexFrom` (3) is added. */
  wordIndex: Map<string, number>;
}

const TEXT_OPTIONS = ['trainSize', 'testSize', 'seed'];

/**
 * Made-up film reviews, for demos without network: drawn from a grammar with negations and
 * contrasts, so that single words do not give the verdict away. Label 1 is praise; as many praise as
 * blame.
 *
 * @param options `trainSize` (default 4,000), `testSize` (default 1,000), `seed` (default 0)
 */
export function loadTexts(options: MadeUpTextOptions = {}): DataSplits<string[], Int32Array> {
  checkOptions('madeUpReviews.loadTexts', options, TEXT_OPTIONS);
  const { trainSize = 4000, testSize = 1000, seed = 0 } = options;
  checkPositiveInteger('madeUpReviews.loadTexts', 'trainSize', trainSize);
  checkPositiveInteger('madeUpReviews.loadTexts', 'testSize', testSize);
  const random = new RandomGenerator(seed);
  const draw = (size: number): [string[], Int32Array] => {
    const labels = random.shuffle(Int32Array.from({ length: size }, (_, i) => i % 2));
    const texts = Array.from(labels, (label) =>
      expand(REVIEWS, label ? 'praise' : 'blame', random)
        .replace(/\s+/g, ' ')
        .trim(),
    );
    return [texts, labels];
  };
  return dataSplits(...draw(trainSize), ...draw(testSize));
}

/**
 * The same in the form of `imdb.loadData`: lists of word numbers by frequency, 1 the start, 2 a word
 * left out.
 */
export function loadData(options: MadeUpReviewOptions = {}): MadeUpReviews {
  checkOptions('madeUpReviews.loadData', options, [
    ...TEXT_OPTIONS,
    'numWords',
    'skipTop',
    'startChar',
    'oovChar',
    'indexFrom',
  ]);
  const { trainSize, testSize, seed, ...marks } = options;
  const texts = loadTexts({
    ...(trainSize !== undefined && { trainSize }),
    ...(testSize !== undefined && { testSize }),
    ...(seed !== undefined && { seed }),
  });
  const wordIndex = indexWords(texts.xTrain);
  const numbers = (reviews: string[], labels: Int32Array) => {
    const known = reviews.map((text) =>
      splitWords(text).flatMap((word) => wordIndex.get(word) ?? []),
    );
    const marked = markSequences({ x: known, y: Array.from(labels) }, marks);
    return limitWords(marked.x, { ...marks, numWords: marks.numWords ?? Infinity });
  };
  const { xTrain, yTrain, xTest, yTest } = texts;
  return {
    data: dataSplits(numbers(xTrain, yTrain), yTrain, numbers(xTest, yTest), yTest),
    wordIndex,
  };
}

/** Words by frequency, the most frequent first; ties by the alphabet. */
function indexWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(words.map(([word], i) => [word, i + 1]));
}
