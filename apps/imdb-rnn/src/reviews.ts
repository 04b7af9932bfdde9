import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { ValueError } from '@ibexjs/core';
import { imdb, madeUpReviews } from '@ibexjs/datasets';
import type { Settings } from './settings.js';

/** Reviews as numbers of words, and whether each is good (1) or bad (0). */
export interface ReviewSet {
  sequences: number[][];
  labels: Int32Array;
}

export interface Reviews {
  /** For reports. */
  name: string;
  /** Words and their ranks, from 1 on. */
  wordIndex: ReadonlyMap<string, number>;
  train: ReviewSet;
  test: ReviewSet;
}

const MADE_UP = 'reviews made by the grammar of @ibexjs/datasets';

/** Loads the reviews and prints, as the demo's first line, which they are and why. */
export async function loadReviews(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<Reviews> {
  const numWords = settings.maxFeatures;
  if (settings.data === 'imdb') {
    const reviews = split(settings, await loadImdb(numWords, { signal }));
    console.out('Data: IMDB reviews, as asked for.');
    return reviews;
  }
  let why = 'as asked for';
  if (settings.data === undefined) {
    const load = (options: LoadOptions) => loadImdb(numWords, options);
    const found = await tryToLoad('imdb.npz', load, signal);
    if ('data' in found) {
      const reviews = split(settings, found.data);
      console.out(`Data: IMDB reviews, ${found.how}.`);
      return reviews;
    }
    why = `because those of IMDB are not at hand: ${found.reason}`;
  }
  console.out(`Data: ${MADE_UP}, ${why}.`);
  return madeUp(settings);
}

type LoadOptions = NonNullable<Parameters<typeof imdb.getWordIndex>[0]>;
type Imdb = Awaited<ReturnType<typeof loadImdb>>;

async function loadImdb(numWords: number, options: LoadOptions) {
  const { xTrain, yTrain } = await imdb.loadData({ ...options, numWords });
  return { xTrain, yTrain, wordIndex: await imdb.getWordIndex(options) };
}

/** The first of IMDB's 25,000 shuffled training reviews to learn from, the last to test. */
function split({ train, test }: Settings, { xTrain, yTrain, wordIndex }: Imdb): Reviews {
  if (train + test > xTrain.length) {
    throw new ValueError(
      `There are ${xTrain.length} reviews; --train ${train} and --test ${test} are too many.`,
    );
  }
  return {
    name: 'IMDB reviews',
    wordIndex,
    train: { sequences: xTrain.slice(0, train), labels: yTrain.slice(0, train) },
    test: { sequences: xTrain.slice(-test), labels: yTrain.slice(-test) },
  };
}

/** Far fewer than of IMDB are enough: the grammar has few words. */
function madeUp({ train, test, seed, maxFeatures }: Settings): Reviews {
  const { data, wordIndex } = madeUpReviews.loadData({
    trainSize: Math.min(train, 4000),
    testSize: Math.min(test, 1000),
    seed,
    numWords: maxFeatures,
  });
  return {
    name: 'made-up reviews',
    wordIndex,
    train: { sequences: data.xTrain, labels: data.yTrain },
    test: { sequences: data.xTest, labels: data.yTest },
  };
}
