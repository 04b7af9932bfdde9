import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { madeUpReviews, NumpyRandomState, sentencePolarity } from '@ibexjs/datasets';
import { Tokenizer } from '@ibexjs/text';
import type { Settings } from './settings.js';

/** Fills sentences up to the length of the longest; a word like any other, as in the tutorial. */
export const PADDING = '<PAD/>';

/** Sentences as numbers of words, and what they are: 1 praise, 0 blame. */
export interface SentenceSet {
  sequences: number[][];
  labels: number[];
}

export interface Sentences {
  name: string;
  /** The words of every sentence, filled up: praise first, then blame. */
  words: string[][];
  tokenizer: Tokenizer;
  /** Words of the longest sentence, and so of all. */
  length: number;
  train: SentenceSet;
  validation: SentenceSet;
}

/**
 * Puts spaces around punctuation and endings and takes out the rest, in the manner of Kim's own
 * program (2014): "isn't it, he said" becomes "is n't it , he said".
 */
export function cleanSentence(text: string): string {
  return text
    .replace(/[^A-Za-z0-9(),!?'`]/g, ' ')
    .replace(/('s|'ve|n't|'re|'d|'ll)/g, ' $1')
    .replace(/([,!()?])/g, ' $1 ')
    .replace(/\s{2,}/g, ' ')
    .trim()
    .toLowerCase();
}

async function readTexts(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<{ name: string; praise: string[]; blame: string[] }> {
  let why = 'as asked for';
  if (settings.data !== 'made-up') {
    const found = await tryToLoad(
      'rt-polarity',
      (options) => sentencePolarity.loadSentences(options),
      signal,
    );
    if ('data' in found) {
      console.out(`Data: 10,662 sentences of film reviews (rt-polarity), ${found.how}.`);
      return { name: 'rt-polarity', praise: found.data.positive, blame: found.data.negative };
    }
    why = `because rt-polarity is not at hand: ${found.reason}`;
  }
  const { xTrain, yTrain } = madeUpReviews.loadTexts({ trainSize: 2000, seed: settings.seed });
  const of = (label: number) => xTrain.filter((_, i) => yTrain[i] === label);
  console.out(`Data: 2,000 film reviews made up by a grammar, ${why}.`);
  return { name: 'made-up reviews', praise: of(1), blame: of(0) };
}

/** Loads sentences, prints which they are, cleans, fills, numbers and splits them: nine tenths to train. */
export async function loadSentences(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<Sentences> {
  const { name, praise, blame } = await readTexts(settings, console, signal);
  const bare = [...praise, ...blame].map((text) => cleanSentence(text).split(' '));
  const length = bare.reduce((most, sentence) => Math.max(most, sentence.length), 0);
  const words = bare.map((sentence) => [
    ...sentence,
    ...new Array<string>(length - sentence.length).fill(PADDING),
  ]);
  const labels = words.map((_, i) => (i < praise.length ? 1 : 0));
  const tokenizer = new Tokenizer({ lower: false });
  tokenizer.fitOnTexts(words);
  const sequences = tokenizer.textsToSequences(words);
  // numpy's generator, so that the split is the tutorial's
  const order = Array.from(new NumpyRandomState(settings.seed).permutation(words.length));
  const used = order.slice(0, settings.limit ?? order.length);
  const end = Math.floor(used.length * 0.9);
  const take = (rows: number[]): SentenceSet => ({
    sequences: rows.map((i) => sequences[i]!),
    labels: rows.map((i) => labels[i]!),
  });
  return {
    name,
    words,
    tokenizer,
    length,
    train: take(used.slice(0, end)),
    validation: take(used.slice(end)),
  };
}
