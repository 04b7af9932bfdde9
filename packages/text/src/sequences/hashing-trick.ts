import { checkOptions, checkPositiveInteger, ValueError } from '@ibexjs/core/plain';

import { bucketOf, wordHash, type WordHash, type WordHashName } from '../hash/word-hash.js';
import {
  WORD_SEQUENCE_OPTIONS,
  wordSplitter,
  type WordSequenceOptions,
} from './text-to-word-sequence.js';

export interface OneHotOptions extends WordSequenceOptions {
  /** Splits the text instead of `filters`, `lower` and `split`. */
  analyzer?: (text: string) => string[];
}

export interface HashingTrickOptions extends OneHotOptions {
  /**
   * `'hash'` (default; Python's own with PYTHONHASHSEED=0), `'md5'` (Keras' stable one),
   * `'murmur3'` (scikit-learn's), `'farmhash64'` (TensorFlow's), or a function.
   */
  hashFunction?: WordHashName | WordHash;
}

const ONE_HOT_OPTIONS = [...WORD_SEQUENCE_OPTIONS, 'analyzer'];

/**
 * Turns a text into whole numbers from 1 to n-1, one a word, by hashing: no vocabulary is needed,
 * and different words may share a number. `hash(word) mod (n - 1) + 1`, as Keras' `hashing_trick`.
 *
 * @param n size of the space of numbers, 2 at least; 0 is never given, so that it can pad
 */
export function hashingTrick(text: string, n: number, options: HashingTrickOptions = {}): number[] {
  checkOptions('hashingTrick', options, [...ONE_HOT_OPTIONS, 'hashFunction']);
  checkPositiveInteger('hashingTrick', 'n', n);
  if (n < 2) throw new ValueError('hashingTrick: n must be 2 at least, since 0 is never given.');
  const hash = wordHash('hashingTrick', options.hashFunction ?? 'hash');
  const words = (options.analyzer ?? wordSplitter(options))(text);
  return words.map((word) => bucketOf(hash(word), n - 1) + 1);
}

/**
 * `hashingTrick` with Python's own hash, as Keras' `one_hot`. (The name is Keras': the result is a
 * list of numbers, not of one-hot vectors.) Keras gives these numbers under `PYTHONHASHSEED=0`.
 */
export function oneHot(text: string, n: number, options: OneHotOptions = {}): number[] {
  checkOptions('oneHot', options, ONE_HOT_OPTIONS);
  return hashingTrick(text, n, options);
}
