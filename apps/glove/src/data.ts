import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { glove, imdbReviews, madeUpReviews } from '@ibexjs/datasets';
import {
  loadGlove,
  textToWordSequence,
  Tokenizer,
  Word2Vec,
  type KeyedVectors,
} from '@ibexjs/text';
import type { Settings } from './settings.js';

/** Texts, and what they are: 1 praise, 0 blame. */
export interface ReviewSet {
  sequences: number[][];
  labels: number[];
}

export interface Data {
  name: string;
  vectorsName: string;
  tokenizer: Tokenizer;
  vectors: KeyedVectors;
  train: ReviewSet;
  test: ReviewSet;
}

interface Texts {
  texts: string[];
  labels: number[];
}

/** Some of the reviews, drawn at random. */
function draw(
  texts: readonly string[],
  labels: ArrayLike<number>,
  count: number,
  seed: number,
): Texts {
  const rows = Array.from(new RandomGenerator(seed).permutation(texts.length).subarray(0, count));
  return { texts: rows.map((i) => texts[i]!), labels: rows.map((i) => labels[i]!) };
}

async function readReviews(settings: Settings, console: Console, signal: AbortSignal) {
  let why = 'as asked for';
  if (settings.data !== 'made-up') {
    const found = await tryToLoad('IMDB', (o) => imdbReviews.loadTexts(o), signal);
    if ('data' in found) {
      console.out(`Data: film reviews of IMDB, ${found.how}.`);
      return { name: 'IMDB', splits: found.data };
    }
    why = `because IMDB is not at hand: ${found.reason}`;
  }
  console.out(`Data: film reviews made up by a grammar, ${why}.`);
  return { name: 'made-up reviews', splits: madeUpReviews.loadTexts({ seed: settings.seed }) };
}

/** GloVe's vectors, or without them our own of all texts at hand. */
async function readVectors(
  texts: readonly string[],
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<[name: string, vectors: KeyedVectors]> {
  let why = 'as asked for';
  if (settings.data !== 'made-up') {
    const found = await tryToLoad('GloVe', (o) => glove.loadVectorBytes(o), signal);
    if ('data' in found) {
      const vectors = await loadGlove(found.data);
      console.out(`Vectors: GloVe, ${vectors.size} words of 50 numbers, ${found.how}.`);
      return ['GloVe', vectors];
    }
    why = `because GloVe is not at hand: ${found.reason}`;
  }
  const sentences = texts.map((text) => textToWordSequence(text));
  const { wv } = await Word2Vec.fromCorpus(sentences, {
    vectorSize: 50,
    model: 'skipGram',
    seed: settings.seed,
  });
  console.out(`Vectors: our own word2vec of ${wv.size} words, trained on all the reviews, ${why}.`);
  return ['word2vec', wv];
}

/** Loads reviews and vectors, and prints which they are. */
export async function loadData(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<Data> {
  const { name, splits } = await readReviews(settings, console, signal);
  const [vectorsName, vectors] = await readVectors(splits.xTrain, settings, console, signal);
  const train = draw(splits.xTrain, splits.yTrain, settings.train, settings.seed);
  const test = draw(splits.xTest, splits.yTest, settings.test, settings.seed + 1);
  const tokenizer = new Tokenizer({ numWords: settings.words });
  tokenizer.fitOnTexts(train.texts);
  const numbered = ({ texts, labels }: Texts): ReviewSet => ({
    sequences: tokenizer.textsToSequences(texts),
    labels,
  });
  return { name, vectorsName, tokenizer, vectors, train: numbered(train), test: numbered(test) };
}
