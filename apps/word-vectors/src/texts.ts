import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { blogs, imdbReviews, madeUpReviews } from '@ibexjs/datasets';
import { textToWordSequence } from '@ibexjs/text';
import type { Settings } from './settings.js';

/** Texts in two classes. */
export interface Texts {
  name: string;
  /** What label 1 and label 0 mean. */
  classes: readonly [one: string, zero: string];
  texts: string[];
  words: string[][];
  labels: number[];
}

interface Source {
  name: string;
  classes: readonly [string, string];
  texts: string[];
  labels: ArrayLike<number>;
}

async function read(settings: Settings, console: Console, signal: AbortSignal): Promise<Source> {
  let why = 'as asked for';
  if (settings.data === 'imdb') {
    const [[train, trainLabels], [test, testLabels]] = await imdbReviews.loadTexts({ signal });
    console.out('Data: 50,000 film reviews of IMDB, as asked for.');
    return {
      name: 'IMDB reviews',
      classes: ['praise', 'blame'],
      texts: [...train, ...test],
      labels: [...trainLabels, ...testLabels],
    };
  }
  if (settings.data !== 'made-up') {
    const found = await tryToLoad('blogs', (options) => blogs.loadPosts(options), signal);
    if ('data' in found) {
      const { male, female } = found.data;
      console.out(`Data: 4,863 blog posts, ${found.how}.`);
      const labels = [...male.map(() => 1), ...female.map(() => 0)];
      return { name: 'blog posts', classes: ['men', 'women'], texts: [...male, ...female], labels };
    }
    why = `because the blogs are not at hand: ${found.reason}`;
  }
  const { xTrain, yTrain } = madeUpReviews.loadTexts({ trainSize: 4000, seed: settings.seed });
  console.out(`Data: 4,000 film reviews made up by a grammar, ${why}.`);
  return { name: 'made-up reviews', classes: ['praise', 'blame'], texts: xTrain, labels: yTrain };
}

/** Loads texts, prints which they are, puts them in random order and splits them into words. */
export async function loadTexts(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<Texts> {
  const { name, classes, texts, labels } = await read(settings, console, signal);
  const order = Array.from(new RandomGenerator(settings.seed).permutation(texts.length));
  const rows = order.slice(0, settings.limit ?? order.length);
  if (rows.length < order.length) console.out(`${rows.length} of them are used.`);
  const chosen = rows.map((i) => texts[i]!.replaceAll('<br />', ' '));
  return {
    name,
    classes,
    texts: chosen,
    words: chosen.map((text) => textToWordSequence(text)),
    labels: rows.map((i) => labels[i]!),
  };
}
