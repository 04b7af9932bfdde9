import { checkOptions, ValueError } from '@ibexjs/core';
import { NpzFile } from '@ibexjs/formats';

import {
  KERAS_DATASETS,
  loadBytes,
  LOAD_OPTIONS,
  type LoadOptions,
  type Published,
} from '../load-options.js';
import { NumpyRandomState } from '../random/numpy-random.js';
import { dataSplits, type DataSplits } from '../splits.js';
import { sequencesFromNpz } from './sequences-from-npz.js';
import { loadWordIndex } from './word-index.js';
import { splitWords } from './words.js';
import {
  checkSequenceOptions,
  dropLong,
  limitWords,
  markSequences,
  type LabelledSequences,
  type SequenceOptions,
} from './word-sequences.js';

const NPZ: Published = {
  origin: `${KERAS_DATASETS}/imdb.npz`,
  fileHash: [
    '69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f', // Keras' file
    '6814c0beea01878740d178d45caaf84fa878f5f452bd5f6bb6b5e3add8655f32', // the same texts, rebuilt
  ],
  mirrorPath: 'imdb/imdb.npz',
};

const WORD_INDEX: Published = {
  origin: `${KERAS_DATASETS}/imdb_word_index.json`,
  fileHash: 'bfafd718b763782e994055a2d397834f',
  mirrorPath: 'imdb/imdb_word_index.json',
};

const WHERE = 'imdb.loadData';

/**
 * 50,000 film reviews, half to learn from, half to test; label 1 is praise. Each is a list of word
 * numbers by frequency: 0 is for padding, 1 the start, 2 a word left out. The same options give the
 * same lists in the same order as Keras.
 *
 * A. Maas et al. (2011), Large Movie Review Dataset, https://ai.stanford.edu/~amaas/data/sentiment
 *
 * @param options Keras': `numWords`, `skipTop`, `maxlen`, `seed`, `startChar`, `oovChar`,
 *   `indexFrom`; `path`: a file of your own in Keras' layout
 * @returns texts as lists of numbers, labels 0 and 1
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(
  options: SequenceOptions = {},
): Promise<DataSplits<number[][], Int32Array>> {
  checkSequenceOptions(WHERE, options);
  const file = new NpzFile(await loadBytes(NPZ, options));
  const random = new NumpyRandomState(options.seed ?? 113);
  const [train, test] = (['train', 'test'] as const).map((part) => {
    const sequences = sequencesFromNpz('imdb', file, `x_${part}`, `y_${part}`);
    const ordered = reorder(sequences, random.permutation(sequences.x.length));
    return dropLong(WHERE, markSequences(ordered, options), options.maxlen);
  }) as [LabelledSequences, LabelledSequences];
  // one limit for both parts, as the largest number may stand in either
  const x = limitWords([...train.x, ...test.x], options);
  const end = train.x.length;
  return dataSplits(
    x.slice(0, end),
    Int32Array.from(train.y),
    x.slice(end),
    Int32Array.from(test.y),
  );
}

function reorder({ x, y }: LabelledSequences, order: readonly number[]): LabelledSequences {
  return { x: order.map((i) => x[i]!), y: order.map((i) => y[i]!) };
}

/**
 * The 88,584 words of the training reviews and their numbers from 1 on. In the data, `indexFrom` (3)
 * is added.
 */
export async function getWordIndex(options: LoadOptions = {}): Promise<Map<string, number>> {
  checkOptions('imdb.getWordIndex', options, LOAD_OPTIONS);
  return loadWordIndex('imdb', WORD_INDEX, options);
}

/** Numbers of the data as words again. */
export function decodeReview(
  numbers: Iterable<number>,
  wordIndex: ReadonlyMap<string, number>,
  indexFrom = 3,
): string {
  const words = new Map([...wordIndex].map(([word, number]) => [number + indexFrom, word]));
  const marks = ['[PAD]', '[START]', '[OOV]'];
  return Array.from(numbers, (number) => words.get(number) ?? marks[number] ?? '[OOV]').join(' ');
}

/**
 * A text of your own as numbers of the data, split and lower-cased as the reviews were.
 * @param options as given to `loadData`
 */
export function encodeReview(
  text: string,
  wordIndex: ReadonlyMap<string, number>,
  options: Pick<
    SequenceOptions,
    'numWords' | 'skipTop' | 'startChar' | 'oovChar' | 'indexFrom'
  > = {},
): number[] {
  if (typeof text !== 'string') throw new ValueError('imdb.encodeReview: a text is needed.');
  // unknown words were skipped in the data
  const known = splitWords(text).flatMap((word) => wordIndex.get(word) ?? []);
  const { x } = markSequences({ x: [known], y: [0] }, options);
  return limitWords(x, { ...options, numWords: options.numWords ?? Infinity })[0]!;
}
