import type { Console } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { imdbReviews } from '@ibexjs/datasets';
import { Word2Vec, type KeyedVectors, type Word2VecOptions } from '@ibexjs/text';
import { cleanSentence, PADDING, type Sentences } from './sentences.js';
import type { Settings, Source } from './settings.js';

/**
 * Skip-gram with a Huffman tree, as gensim trained by default when the tutorial was written; in five
 * passes, since the text is short.
 */
const THEN = { hs: true, negative: 0, epochs: 5 };
const NOW = { hs: false, negative: 5, epochs: 5 };

const ABOUT: Record<Source, string> = {
  ordered:
    "Word vectors are learned from the sentences in the order of the tutorial's files, praise before " +
    'blame. A rare word is left as it was at its time, so its vector tells the label of the only ' +
    'sentence it stands in, also of one kept back: these accuracies are too good (--vectors shuffled).',
  shuffled:
    'Word vectors are learned from the sentences in random order, which gives no label away.',
  imdb: 'Word vectors are learned from the reviews of IMDB and the sentences, in random order.',
};

function shuffle<T>(items: readonly T[], seed: number): T[] {
  return Array.from(new RandomGenerator(seed).permutation(items.length), (i) => items[i]!);
}

/** The texts to learn from, as lists of words. */
async function corpus(
  { words }: Sentences,
  { vectors, seed }: Settings,
  signal: AbortSignal,
): Promise<string[][]> {
  if (vectors === 'ordered') return words;
  if (vectors === 'shuffled') return shuffle(words, seed);
  const [[train], [test]] = await imdbReviews.loadTexts({ signal });
  const reviews = [...train, ...test].map((text) =>
    cleanSentence(text.replaceAll('<br />', ' ')).split(' '),
  );
  const bare = words.map((sentence) => sentence.filter((word) => word !== PADDING));
  return shuffle([...reviews, ...bare], seed);
}

/** Word vectors of length 1. */
export async function learnVectors(
  sentences: Sentences,
  dimension: number,
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<KeyedVectors> {
  console.out(ABOUT[settings.vectors]);
  const options: Word2VecOptions = {
    model: 'skipGram',
    vectorSize: dimension,
    minCount: 1,
    window: 10,
    seed: settings.seed,
    ...(settings.vectors === 'imdb' ? NOW : THEN),
  };
  const { wv } = await Word2Vec.fromCorpus(await corpus(sentences, settings, signal), options);
  wv.unitNormalizeAll();
  return wv;
}
