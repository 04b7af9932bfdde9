import { FormatError, ValueError } from '@ibexjs/core/plain';

import type { KeyedVectors } from './keyed-vectors.js';
import { dot, pearson, spearman } from './math.js';

export interface AnalogySection {
  section: string;
  correct: number;
  incorrect: number;
}

export interface AnalogyResult {
  /** Share of the questions asked that were answered right. */
  score: number;
  correct: number;
  /** Questions asked, and those left out because a word is unknown. */
  asked: number;
  skipped: number;
  sections: AnalogySection[];
}

export interface AnalogyOptions {
  /** Ask and look among the first words only. Default 300,000. */
  restrictVocab?: number;
  /** Default true. */
  caseInsensitive?: boolean;
  /** Count questions with unknown words as wrong. Default false. */
  dummy4unknown?: boolean;
}

/** Places of the first words, the more frequent winning where capitals are alike. */
function placesOf(vectors: KeyedVectors, limit: number, fold: (word: string) => string) {
  const places = new Map<string, number>();
  for (let i = Math.min(limit, vectors.size) - 1; i >= 0; i--) {
    places.set(fold(vectors.indexToKey[i]!), i);
  }
  return places;
}

/**
 * Asks questions of the form "a is to b as c is to …" (`man king woman queen`, a line each; lines
 * that begin with `:` name sections) and counts right answers by 3CosAdd, as gensim's
 * `evaluate_word_analogies` does.
 *
 * @param questions the text of a file such as questions-words.txt
 */
export function evaluateWordAnalogies(
  vectors: KeyedVectors,
  questions: string,
  options: AnalogyOptions = {},
): AnalogyResult {
  const { restrictVocab = 300000, caseInsensitive = true, dummy4unknown = false } = options;
  const fold = (word: string) => (caseInsensitive ? word.toUpperCase() : word);
  const places = placesOf(vectors, restrictVocab, fold);
  const folded = vectors.indexToKey.slice(0, restrictVocab).map(fold);
  const lengths = vectors.fillNorms();
  const units = [...folded.keys()].map((i) => {
    return vectors.row(i).map((value) => value / (lengths[i]! || 1));
  });
  // Answers must be words that questions may use: the first of those with the same capitals.
  const candidates = [...new Set(places.values())].sort((a, b) => a - b);
  const answer = (a: number, b: number, c: number): number => {
    const direction = units[a]!.map((value, i) => units[b]![i]! + units[c]![i]! - value);
    const asked = new Set([folded[a], folded[b], folded[c]]);
    let best = -1;
    let bestScore = -Infinity;
    for (const i of candidates) {
      const score = dot(direction, units[i]!);
      if (score > bestScore && !asked.has(folded[i])) [best, bestScore] = [i, score];
    }
    return best;
  };
  const sections: AnalogySection[] = [];
  let skipped = 0;
  for (const [number, line] of questions.split('\n').entries()) {
    if (line.trim() === '') continue;
    if (line.startsWith(':')) {
      sections.push({ section: line.slice(1).trim(), correct: 0, incorrect: 0 });
      continue;
    }
    const section = sections.at(-1);
    const words = line.trim().split(/\s+/).map(fold);
    if (!section || words.length !== 4) {
      throw new FormatError(
        `evaluateWordAnalogies: line ${number + 1} is "${line}"; four words, after a line ": section", are needed.`,
      );
    }
    const [a, b, c, expected] = words.map((word) => places.get(word));
    if (a === undefined || b === undefined || c === undefined || expected === undefined) {
      if (dummy4unknown) section.incorrect++;
      else skipped++;
      continue;
    }
    if (answer(a, b, c) === expected) section.correct++;
    else section.incorrect++;
  }
  const correct = sections.reduce((sum, section) => sum + section.correct, 0);
  const asked = sections.reduce((sum, section) => sum + section.incorrect, correct);
  return { score: asked > 0 ? correct / asked : 0, correct, asked, skipped, sections };
}

export interface WordPairResult {
  /** Correlation between people's figures and the cosines, of values and of ranks. */
  pearson: number;
  spearman: number;
  /** Share of the pairs with an unknown word; they are left out. */
  oovRatio: number;
}

export interface WordPairOptions {
  /** Between the columns. Default a tab. */
  delimiter?: string;
  /** Default 300,000. */
  restrictVocab?: number;
  /** Default true. */
  caseInsensitive?: boolean;
  /** Count pairs with an unknown word as 0. Default false: they are left out. */
  dummy4unknown?: boolean;
}

/**
 * How well similarities agree with people's, from lines `word, word, figure` (such as WordSim-353).
 * Lines that begin with `#`, and those without a figure, are left out. As gensim's
 * `evaluate_word_pairs`.
 */
export function evaluateWordPairs(
  vectors: KeyedVectors,
  pairs: string,
  options: WordPairOptions = {},
): WordPairResult {
  const { delimiter = '\t', restrictVocab = 300000, caseInsensitive = true } = options;
  const fold = (word: string) => (caseInsensitive ? word.toUpperCase() : word);
  const places = placesOf(vectors, restrictVocab, fold);
  const gold: number[] = [];
  const ours: number[] = [];
  let unknown = 0;
  for (const line of pairs.split('\n')) {
    if (line.startsWith('#') || line.trim() === '') continue;
    const [first = '', second = '', figure = ''] = line.trim().split(delimiter);
    const value = Number(figure);
    if (figure.trim() === '' || Number.isNaN(value)) continue;
    const a = places.get(fold(first.trim()));
    const b = places.get(fold(second.trim()));
    if (a === undefined || b === undefined) {
      unknown++;
      if (!options.dummy4unknown) continue;
      ours.push(0);
    } else {
      ours.push(vectors.similarity(vectors.indexToKey[a]!, vectors.indexToKey[b]!));
    }
    gold.push(value);
  }
  if (gold.length < 2) {
    throw new ValueError(
      `evaluateWordPairs: ${gold.length} pairs of known words were found; 2 at least are needed.`,
    );
  }
  const total = gold.length + (options.dummy4unknown ? 0 : unknown);
  return {
    pearson: pearson(gold, ours),
    spearman: spearman(gold, ours),
    oovRatio: unknown / total,
  };
}
