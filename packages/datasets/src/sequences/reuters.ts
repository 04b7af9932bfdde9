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
import {
  checkSequenceOptions,
  dropLong,
  limitWords,
  markSequences,
  type SequenceOptions,
} from './word-sequences.js';

const NPZ: Published = {
  origin: `${KERAS_DATASETS}/reuters.npz`,
  fileHash: 'd6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916',
  mirrorPath: 'reuters/reuters.npz',
};

const WORD_INDEX: Published = {
  origin: `${KERAS_DATASETS}/reuters_word_index.json`,
  fileHash: '4d44cc38712099c9e383dc6e5f11a921',
  mirrorPath: 'reuters/reuters_word_index.json',
};

export interface ReutersOptions extends SequenceOptions {
  /** Part of the texts to test. Default: 0.2. */
  testSplit?: number;
}

const WHERE = 'reuters.loadData';

/**
 * 11,228 newswires of 46 topics, as lists of word numbers by frequency (see `imdb.loadData`). The
 * same options give the same lists in the same order as Keras.
 *
 * @param options Keras': `numWords`, `skipTop`, `maxlen`, `testSplit`, `seed`, `startChar`,
 *   `oovChar`, `indexFrom`; `path`: a file of your own in Keras' layout
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(
  options: ReutersOptions = {},
): Promise<DataSplits<number[][], Int32Array>> {
  checkSequenceOptions(WHERE, options, ['testSplit']);
  const { testSplit = 0.2, seed = 113 } = options;
  if (!(testSplit >= 0 && testSplit < 1)) {
    throw new ValueError(
      `${WHERE}: option "testSplit" must be at least 0 and below 1; received ${testSplit}.`,
    );
  }
  const all = sequencesFromNpz('reuters', new NpzFile(await loadBytes(NPZ, options)), 'x', 'y');
  const order = new NumpyRandomState(seed).permutation(all.x.length);
  const ordered = { x: order.map((i) => all.x[i]!), y: order.map((i) => all.y[i]!) };
  const kept = dropLong(WHERE, markSequences(ordered, options), options.maxlen);
  const x = limitWords(kept.x, options);
  const y = Int32Array.from(kept.y);
  const end = Math.trunc(x.length * (1 - testSplit));
  return dataSplits(x.slice(0, end), y.slice(0, end), x.slice(end), y.slice(end));
}

/** The words and their numbers from 1 on. In the data, `indexFrom` (3) is added. */
export async function getWordIndex(options: LoadOptions = {}): Promise<Map<string, number>> {
  checkOptions('reuters.getWordIndex', options, LOAD_OPTIONS);
  return loadWordIndex('reuters', WORD_INDEX, options);
}

/** The topics, in the order of the labels. */
export function getLabelNames(): string[] {
  return (
    'cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ' +
    'ship cotton carcass crude nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin ' +
    'strategic-metal livestock retail ipi iron-steel rubber heat jobs lei bop zinc orange pet-chem ' +
    'dlr gas silver wpi hog lead'
  ).split(' ');
}
