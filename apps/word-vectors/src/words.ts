import { RandomGenerator } from '@ibexjs/core';
import type { TableData } from '@ibexjs/plot';
import { ENGLISH_STOP_WORDS, type KeyedVectors } from '@ibexjs/text';
import { UMAP } from 'umap-js';

/** Pairs of the tutorial's kind, and some for film reviews. */
const PAIRS = [
  ['woman', 'man'],
  ['girl', 'boy'],
  ['good', 'bad'],
  ['good', 'great'],
  ['film', 'movie'],
  ['week', 'month'],
  ['night', 'day'],
] as const;

const ANALOGIES = [
  ['man', 'woman', 'he'],
  ['man', 'woman', 'actor'],
  ['good', 'better', 'bad'],
  ['boy', 'girl', 'his'],
] as const;

/** Words whose neighbours are worth a look, where the texts have them. */
const TELLING = ['film', 'good', 'woman', 'week', 'funny', 'actor', 'friend', 'music'];

/** Frequent words that mean something. */
export function contentWords({ indexToKey }: KeyedVectors, count: number): string[] {
  const stops = new Set([...ENGLISH_STOP_WORDS, 'just', 'like', 'really']);
  // "it's" and "don't" stand for stop words too
  return indexToKey
    .filter((word) => word.length > 2 && !word.includes("'") && !stops.has(word))
    .slice(0, count);
}

/** So many telling words, filled up with frequent ones. */
export function tellingWords(vectors: KeyedVectors, count: number): string[] {
  const known = TELLING.filter((word) => vectors.has(word));
  return [...new Set([...known, ...contentWords(vectors, count)])].slice(0, count);
}

/** Three decimals, and no minus before zeros. */
const figure = (number: number): string => (Math.round(number * 1000) / 1000 || 0).toFixed(3);

/** Similarities of pairs before and after training. */
export function pairTable(untrained: KeyedVectors, trained: KeyedVectors): TableData {
  const known = PAIRS.filter((pair) => pair.every((word) => trained.has(word)));
  return {
    head: ['words', 'random vectors', 'trained'],
    rows: known.map(([a, b]) => [
      `${a}, ${b}`,
      figure(untrained.similarity(a, b)),
      figure(trained.similarity(a, b)),
    ]),
  };
}

/** The five nearest of each word. */
export function neighbourTable(vectors: KeyedVectors, words: readonly string[]): TableData {
  return {
    head: ['word', 'nearest'],
    rows: words.map((word) => [
      word,
      vectors.has(word)
        ? vectors
            .similarByKey(word, 5)
            .map(([near, score]) => `${near} ${score.toFixed(2)}`)
            .join(', ')
        : 'not in the vocabulary',
    ]),
  };
}

/** a is to b as c is to …? */
export function analogyTable(vectors: KeyedVectors): TableData {
  const known = ANALOGIES.filter((words) => words.every((word) => vectors.has(word)));
  return {
    head: ['question', 'answers'],
    rows: known.map(([a, b, c]) => [
      `${a} : ${b} = ${c} : ?`,
      vectors
        .mostSimilar({ positive: [b, c], negative: [a], topn: 3 })
        .map(([word]) => word)
        .join(', '),
    ]),
  };
}

/** Words in a plane, near each other where their vectors are (UMAP, McInnes et al. 2018). */
export function mapOfWords(vectors: KeyedVectors, words: readonly string[], seed: number) {
  const random = new RandomGenerator(seed);
  const nNeighbors = Math.min(10, words.length - 1);
  const umap = new UMAP({ nNeighbors, minDist: 1, spread: 2, random: () => random.uniform() });
  const points = umap.fit(words.map((word) => Array.from(vectors.getVector(word, true))));
  return { x: points.map((point) => point[0]!), y: points.map((point) => point[1]!) };
}
