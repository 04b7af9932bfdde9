import { tryToLoad, type Console } from '@ibexjs-apps/kit';
import { RandomGenerator } from '@ibexjs/core';
import { blogs, madeUpReviews } from '@ibexjs/datasets';
import type { Settings } from './settings.js';

/** Posts and who wrote them: 1 a man, 0 a woman. */
export interface Posts {
  texts: string[];
  labels: number[];
}

export interface PostSets {
  name: string;
  train: Posts;
  test: Posts;
}

async function readPosts(settings: Settings, console: Console, signal: AbortSignal) {
  let why = 'as asked for';
  if (settings.data !== 'made-up') {
    const found = await tryToLoad('blogs', (options) => blogs.loadPosts(options), signal);
    if ('data' in found) {
      console.out(`Data: 4,863 blog posts by men and women, ${found.how}.`);
      return { name: 'blogs', ...found.data };
    }
    why = `because the blogs are not at hand: ${found.reason}`;
  }
  console.out(`Data: texts of two made-up authors, one who praises and one who blames, ${why}.`);
  const { xTrain, yTrain } = madeUpReviews.loadTexts({ trainSize: 2000, seed: settings.seed });
  const of = (label: number) => xTrain.filter((_, i) => yTrain[i] === label);
  return { name: 'made-up authors', male: of(1), female: of(0) };
}

/** Loads posts, prints which they are, and splits them at random: four fifths to train. */
export async function loadPosts(
  settings: Settings,
  console: Console,
  signal: AbortSignal,
): Promise<PostSets> {
  const { name, male, female } = await readPosts(settings, console, signal);
  const texts = [...male, ...female];
  const order = Array.from(new RandomGenerator(settings.seed).permutation(texts.length));
  const used = order.slice(0, settings.limit ?? order.length);
  const end = Math.floor(used.length * 0.8);
  const take = (rows: number[]): Posts => ({
    texts: rows.map((i) => texts[i]!),
    labels: rows.map((i) => (i < male.length ? 1 : 0)),
  });
  return { name, train: take(used.slice(0, end)), test: take(used.slice(end)) };
}
