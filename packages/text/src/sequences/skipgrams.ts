import { checkOptions, checkPositiveInteger, nextSeed, ValueError } from '@ibexjs/core/plain';

import { PythonRandom } from '../random/python-random.js';

export interface SkipgramsOptions {
  /** Words to each side that count as near. Default 4. */
  windowSize?: number;
  /** Random pairs for each true one. Default 1. */
  negativeSamples?: number;
  /** Put the pairs in random order. Default true. */
  shuffle?: boolean;
  /** Labels as [0, 1] and [1, 0] instead of 1 and 0. Default false. */
  categorical?: boolean;
  /** Probability of keeping each word, by its number; see `makeSamplingTable`. */
  samplingTable?: ArrayLike<number>;
  /** Fixes every draw. Default: the next process-wide seed. */
  seed?: number;
  /** The draws before the shuffle come from here; by default from a generator of `seed`. */
  random?: PythonRandom;
}

export interface Skipgrams {
  /** [word, other word] */
  couples: [number, number][];
  /** 1 for neighbours, 0 for random pairs; or their categorical form. */
  labels: (number | [number, number])[];
}

const OPTIONS = [
  'windowSize',
  'negativeSamples',
  'shuffle',
  'categorical',
  'samplingTable',
  'seed',
  'random',
];

/** All pairs of words at most `windowSize` apart; 0 is a non-word. */
function neighbours(
  sequence: ArrayLike<number>,
  windowSize: number,
  keep: (word: number) => boolean,
): [number, number][] {
  const couples: [number, number][] = [];
  for (let i = 0; i < sequence.length; i++) {
    const word = sequence[i]!;
    if (word === 0 || !keep(word)) continue;
    const end = Math.min(sequence.length, i + windowSize + 1);
    for (let j = Math.max(0, i - windowSize); j < end; j++) {
      if (j !== i && sequence[j] !== 0) couples.push([word, sequence[j]!]);
    }
  }
  return couples;
}

/**
 * Training pairs for a skip-gram model: each word with its neighbours (label 1) and with random
 * words (label 0). Equal to Keras' `skipgrams`, draw for draw: `skipgrams(s, v, { seed: 7 })` gives
 * what `random.seed(7); skipgrams(s, v, seed=7)` gives in Python.
 *
 * @param sequence numbers of words; 0 is a non-word and is left out
 * @param vocabularySize largest number + 1
 */
export function skipgrams(
  sequence: ArrayLike<number>,
  vocabularySize: number,
  options: SkipgramsOptions = {},
): Skipgrams {
  checkOptions('skipgrams', options, OPTIONS);
  const { windowSize = 4, negativeSamples = 1, shuffle = true, categorical = false } = options;
  const { samplingTable, seed = nextSeed() } = options;
  checkPositiveInteger('skipgrams', 'vocabularySize', vocabularySize);
  if (!(negativeSamples >= 0)) {
    throw new ValueError(`skipgrams: negativeSamples must not be negative: ${negativeSamples}.`);
  }
  const random = options.random ?? new PythonRandom(seed);
  const keep = (word: number) => {
    if (samplingTable === undefined) return true;
    const probability = samplingTable[word];
    if (probability === undefined) {
      throw new ValueError(
        `skipgrams: word ${word} lies outside samplingTable (${samplingTable.length} words).`,
      );
    }
    return probability >= random.random();
  };
  const couples = neighbours(sequence, windowSize, keep);
  const positive = couples.length;
  const negative = Math.trunc(positive * negativeSamples);
  if (negativeSamples > 0) {
    if (negative > 0 && vocabularySize < 2) {
      throw new ValueError('skipgrams: random pairs need a vocabularySize of 2 at least.');
    }
    const words = random.shuffle(couples.map(([word]) => word));
    for (let i = 0; i < negative; i++) {
      couples.push([words[i % words.length]!, random.randint(1, vocabularySize - 1)]);
    }
  }
  const labels = couples.map((_, i): number | [number, number] => {
    const label = i < positive ? 1 : 0;
    return categorical ? [1 - label, label] : label;
  });
  if (shuffle) {
    new PythonRandom(seed).shuffle(couples);
    new PythonRandom(seed).shuffle(labels);
  }
  return { couples, labels };
}
