import { checkChoice, checkOptions, checkPositiveInteger } from '@ibexjs/core/plain';

import {
  checkSentence,
  lineWords,
  openCorpus,
  type Corpus,
  type Sentence,
} from '../training/corpus.js';

export interface PhrasesOptions {
  /** Words and pairs that occur less often make no phrase. Default 5. */
  minCount?: number;
  /** Pairs with a higher score are phrases. Default 10 (for `'npmi'` take one from -1 to 1). */
  threshold?: number;
  /** Stands between the words of a phrase. Default `_`. */
  delimiter?: string;
  /**
   * `'default'`: (ab - minCount) / (a b) · words known (Mikolov et al. 2013); `'npmi'`: normalised
   * pointwise mutual information (Bouma 2009).
   */
  scoring?: 'default' | 'npmi';
  /** Words that may stand inside a phrase but make none: of, the, and … Default none. */
  connectorWords?: Iterable<string>;
}

/** English words that may stand inside a phrase ("bank of america"), as gensim lists them. */
export const ENGLISH_CONNECTOR_WORDS: readonly string[] =
  'a an the for of with without at from to in on by and or'.split(' ');

/**
 * Finds pairs of words that stand together far more often than by chance and joins them:
 * new york → new_york. As gensim's `Phrases`; run it on its own output for longer phrases.
 *
 * @example
 * const phrases = await Phrases.fromCorpus(sentences, { minCount: 2, threshold: 1 });
 * phrases.apply(['in', 'new', 'york']); // ['in', 'new_york']
 */
export class Phrases {
  private readonly options: Required<Omit<PhrasesOptions, 'connectorWords'>>;
  private readonly connectors: ReadonlySet<string>;
  private readonly counts = new Map<string, number>();
  private corpusWords = 0;

  constructor(options: PhrasesOptions = {}) {
    checkOptions('Phrases', options, [
      'minCount',
      'threshold',
      'delimiter',
      'scoring',
      'connectorWords',
    ]);
    const { minCount = 5, threshold = 10, delimiter = '_' } = options;
    checkPositiveInteger('Phrases', 'minCount', minCount);
    const choices = ['default', 'npmi'] as const;
    const scoring = checkChoice('Phrases', 'scoring', options.scoring ?? 'default', choices);
    this.options = { minCount, threshold, delimiter, scoring };
    this.connectors = new Set(options.connectorWords ?? []);
  }

  /** Phrases of a corpus. */
  static async fromCorpus(corpus: Corpus, options: PhrasesOptions = {}): Promise<Phrases> {
    const phrases = new Phrases(options);
    await phrases.addCorpus(corpus);
    return phrases;
  }

  /** Counts the words and pairs of a corpus; may be called several times. */
  async addCorpus(corpus: Corpus): Promise<void> {
    const count = (key: string) => this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    for await (const sentence of openCorpus<Sentence>('Phrases', corpus, lineWords)()) {
      checkSentence('Phrases', sentence);
      let start: string | undefined;
      let between: string[] = [];
      for (const word of sentence) {
        if (this.connectors.has(word)) {
          if (start !== undefined) between.push(word);
          continue;
        }
        count(word);
        if (start !== undefined) count([start, ...between, word].join(this.options.delimiter));
        [start, between] = [word, []];
      }
      this.corpusWords += sentence.length;
    }
  }

  /** The score of a pair, with what stands between; undefined when it is no phrase. */
  private score(a: string, b: string, between: readonly string[]): [string, number] | undefined {
    const { minCount, threshold, delimiter, scoring } = this.options;
    const phrase = [a, ...between, b].join(delimiter);
    const [na, nb, nab] = [a, b, phrase].map((key) => this.counts.get(key) ?? 0) as [
      number,
      number,
      number,
    ];
    if (na === 0 || nb === 0) return undefined;
    let score: number;
    if (scoring === 'default') {
      score = ((nab - minCount) / na / nb) * this.counts.size;
    } else if (nab < minCount) {
      return undefined;
    } else {
      const [pa, pb, pab] = [na, nb, nab].map((n) => n / this.corpusWords) as [
        number,
        number,
        number,
      ];
      score = Math.log(pab / (pa * pb)) / -Math.log(pab);
    }
    return score > threshold ? [phrase, score] : undefined;
  }

  /** Words and phrases of a sentence; phrases come with their score. */
  *analyze(sentence: Sentence): Generator<[token: string, score: number | undefined]> {
    let start: string | undefined;
    let between: string[] = [];
    for (const word of sentence) {
      if (this.connectors.has(word)) {
        if (start === undefined) yield [word, undefined];
        else between.push(word);
        continue;
      }
      const found = start === undefined ? undefined : this.score(start, word, between);
      if (found) {
        yield found;
        [start, between] = [undefined, []];
        continue;
      }
      if (start !== undefined) yield [start, undefined];
      for (const connector of between) yield [connector, undefined];
      [start, between] = [word, []];
    }
    if (start !== undefined) yield [start, undefined];
    for (const connector of between) yield [connector, undefined];
  }

  /** A sentence with its phrases joined. */
  apply(sentence: Sentence): string[] {
    checkSentence('Phrases', sentence);
    return Array.from(this.analyze(sentence), ([token]) => token);
  }

  /** All phrases of a corpus with their scores. */
  async findPhrases(corpus: Corpus): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for await (const sentence of openCorpus<Sentence>('Phrases', corpus, lineWords)()) {
      for (const [token, score] of this.analyze(sentence))
        if (score !== undefined) found.set(token, score);
    }
    return found;
  }
}
