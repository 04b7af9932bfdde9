import {
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  FormatError,
  StateError,
  ValueError,
} from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

import { DEFAULT_FILTERS, wordSplitter } from '../sequences/text-to-word-sequence.js';
import { fillMatrix, type MatrixMode, MATRIX_MODES } from './matrix.js';
import { pythonJson, type JsonValue } from './python-json.js';

export interface TokenizerOptions {
  /** Only the `numWords - 1` most frequent words are kept. Default: all. */
  numWords?: number | null;
  /** Characters that are taken out. Default: punctuation but the apostrophe, tab, newline. */
  filters?: string;
  /** Lower-case the texts. Default true. */
  lower?: boolean;
  /** What separates words. Default a space. */
  split?: string;
  /** Every character is a token. Default false. */
  charLevel?: boolean;
  /** Stands for unknown words, with number 1. Default: unknown words are left out. */
  oovToken?: string | null;
  /** Splits a text instead of `filters`, `lower` and `split`. Not stored in JSON. */
  analyzer?: (text: string) => string[];
}

const OPTIONS = ['numWords', 'filters', 'lower', 'split', 'charLevel', 'oovToken', 'analyzer'];

/** A text, or its words already split. */
export type TokenizerText = string | readonly string[];

const increment = <K>(counts: Map<K, number>, key: K) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);

/**
 * Numbers the words of texts, most frequent first from 1 on, and turns texts into lists of those
 * numbers or into rows of a matrix. Equal to Keras' legacy `Tokenizer`, whose `to_json` it reads
 * and writes.
 *
 * @example
 * const tokenizer = new Tokenizer({ numWords: 1000, oovToken: '<unk>' });
 * tokenizer.fitOnTexts(['the cat sat', 'the dog ran']);
 * tokenizer.textsToSequences(['the cat ran away']); // [[2, 3, 6, 1]]
 */
export class Tokenizer {
  readonly numWords: number | null;
  readonly filters: string;
  readonly lower: boolean;
  readonly split: string;
  readonly charLevel: boolean;
  readonly oovToken: string | null;
  /** How many texts were fitted on. */
  documentCount = 0;
  /** How often each word occurred. */
  wordCounts = new Map<string, number>();
  /** In how many texts each word occurred. */
  wordDocs = new Map<string, number>();
  /** Number of each word; 0 is nobody's. */
  wordIndex = new Map<string, number>();
  /** Word of each number. */
  indexWord = new Map<number, string>();
  /** In how many texts the word of a number occurred. */
  indexDocs = new Map<number, number>();
  private readonly splitText: (text: string) => string[];

  constructor(options: TokenizerOptions = {}) {
    checkOptions('Tokenizer', options, OPTIONS);
    this.numWords = options.numWords ?? null;
    if (this.numWords !== null) checkPositiveInteger('Tokenizer', 'numWords', this.numWords);
    this.filters = options.filters ?? DEFAULT_FILTERS;
    this.lower = options.lower ?? true;
    this.split = options.split ?? ' ';
    this.charLevel = options.charLevel ?? false;
    this.oovToken = options.oovToken ?? null;
    this.splitText = options.analyzer ?? wordSplitter(this);
  }

  private tokens(text: TokenizerText): readonly string[] {
    if (typeof text !== 'string') {
      if (!Array.isArray(text)) {
        throw new ValueError(
          `Tokenizer: a text must be a string or a list of words; received ${JSON.stringify(text)}.`,
        );
      }
      return this.lower ? text.map((word: string) => word.toLowerCase()) : (text as string[]);
    }
    if (!this.charLevel) return this.splitText(text);
    return Array.from(this.lower ? text.toLowerCase() : text);
  }

  /** Learns the words of texts; may be called several times. */
  fitOnTexts(texts: Iterable<TokenizerText>): void {
    if (typeof texts === 'string') {
      throw new ValueError('Tokenizer: fitOnTexts takes a list of texts; received one string.');
    }
    for (const text of texts) {
      this.documentCount++;
      const tokens = this.tokens(text);
      for (const token of tokens) increment(this.wordCounts, token);
      for (const token of new Set(tokens)) increment(this.wordDocs, token);
    }
    const words = [...this.wordCounts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
    if (this.oovToken !== null) words.unshift(this.oovToken);
    this.wordIndex = new Map(words.map((word, i) => [word, i + 1]));
    this.indexWord = new Map(Array.from(this.wordIndex, ([word, i]) => [i, word]));
    for (const [word, count] of this.wordDocs) this.indexDocs.set(this.wordIndex.get(word)!, count);
  }

  /** Counts in how many sequences each number occurs, for the mode `tfidf` without texts. */
  fitOnSequences(sequences: readonly ArrayLike<number>[]): void {
    this.documentCount += sequences.length;
    for (const sequence of sequences) {
      for (const index of new Set(Array.from(sequence))) increment(this.indexDocs, index);
    }
  }

  /** The number of unknown words, when they have one. */
  private get oovIndex(): number | undefined {
    return this.oovToken === null ? undefined : this.wordIndex.get(this.oovToken);
  }

  /** One text at a time; see `textsToSequences`. */
  *textsToSequencesGenerator(texts: Iterable<TokenizerText>): Generator<number[]> {
    const oov = this.oovIndex;
    for (const text of texts) {
      const sequence: number[] = [];
      for (const token of this.tokens(text)) {
        let index = this.wordIndex.get(token);
        if (index === undefined || (this.numWords && index >= this.numWords)) index = oov;
        if (index !== undefined) sequence.push(index);
      }
      yield sequence;
    }
  }

  /** Each text as the numbers of its words. Unknown words become `oovToken`, or are left out. */
  textsToSequences(texts: Iterable<TokenizerText>): number[][] {
    return [...this.textsToSequencesGenerator(texts)];
  }

  /** One sequence at a time; see `sequencesToTexts`. */
  *sequencesToTextsGenerator(sequences: Iterable<ArrayLike<number>>): Generator<string> {
    const oov = this.oovIndex === undefined ? undefined : this.indexWord.get(this.oovIndex);
    for (const sequence of sequences) {
      const words: string[] = [];
      for (const index of Array.from(sequence)) {
        let word = this.indexWord.get(index);
        if (word === undefined || (this.numWords && index >= this.numWords)) word = oov;
        if (word !== undefined) words.push(word);
      }
      yield words.join(' ');
    }
  }

  /** Numbers back to words, joined by spaces. */
  sequencesToTexts(sequences: Iterable<ArrayLike<number>>): string[] {
    return [...this.sequencesToTextsGenerator(sequences)];
  }

  /** `sequencesToMatrix` of `textsToSequences`. */
  textsToMatrix(texts: Iterable<TokenizerText>, mode: MatrixMode = 'binary'): tf.Tensor2D {
    return this.sequencesToMatrix(this.textsToSequences(texts), mode);
  }

  /**
   * A row for each sequence, a column for each number: [sequences, numWords].
   *
   * @param mode `binary`: 1 where the word occurs; `count`; `freq`: count / length;
   *   `tfidf`: (1 + ln count) ln(1 + documents / (1 + documents with the word))
   */
  sequencesToMatrix(
    sequences: readonly ArrayLike<number>[],
    mode: MatrixMode = 'binary',
  ): tf.Tensor2D {
    const columns = this.numWords ?? this.wordIndex.size + 1;
    if (columns === 1 && this.numWords === null) {
      throw new StateError(
        'Tokenizer: the width of the matrix is not known. Call fitOnTexts first, or give numWords.',
      );
    }
    const checked = checkChoice('Tokenizer', 'mode', mode, MATRIX_MODES);
    if (checked === 'tfidf' && this.documentCount === 0) {
      throw new StateError('Tokenizer: the mode tfidf needs a call of fitOnTexts first.');
    }
    const idf = (index: number) =>
      Math.log(1 + this.documentCount / (1 + (this.indexDocs.get(index) ?? 0)));
    const values = fillMatrix(sequences, columns, checked, idf);
    return tfjs().tensor2d(values, [sequences.length, columns]);
  }

  /** Keras' own keys; the maps are JSON inside, as Keras writes them. */
  getConfig(): Record<string, JsonValue> {
    return {
      num_words: this.numWords,
      filters: this.filters,
      lower: this.lower,
      split: this.split,
      char_level: this.charLevel,
      oov_token: this.oovToken,
      document_count: this.documentCount,
      word_counts: pythonJson(this.wordCounts),
      word_docs: pythonJson(this.wordDocs),
      index_docs: pythonJson(this.indexDocs),
      index_word: pythonJson(this.indexWord),
      word_index: pythonJson(this.wordIndex),
    };
  }

  /** What Keras' `tokenizer.to_json()` writes; `tokenizerFromJson` of either side reads it. */
  toJson(): string {
    const config = new Map(Object.entries(this.getConfig()));
    return pythonJson(
      new Map<string, JsonValue>([
        ['class_name', 'Tokenizer'],
        ['config', config],
      ]),
    );
  }
}

function parse(text: unknown, what: string): Record<string, unknown> {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch (error) {
    throw new FormatError(`tokenizerFromJson: ${what} is not JSON: ${String(error)}`, {
      cause: error,
    });
  }
  throw new FormatError(`tokenizerFromJson: ${what} must be an object.`);
}

/** One of the maps that Keras stores as JSON inside the JSON. */
function readMap<K, V>(
  config: Record<string, unknown>,
  name: string,
  key: (text: string) => K,
  valueType: 'string' | 'number',
): Map<K, V> {
  const map = new Map<K, V>();
  const values = parse(config[name], `"${name}"`);
  for (const word of keysInOrder(String(config[name]), values)) {
    const value = values[word];
    if (typeof value !== valueType) {
      throw new FormatError(
        `tokenizerFromJson: "${name}" holds ${JSON.stringify(value)} at "${word}".`,
      );
    }
    map.set(key(word), value as V);
  }
  return map;
}

/** Keys of a flat JSON object as they stand in the text; JavaScript itself puts whole numbers first. */
function keysInOrder(text: string, values: Record<string, unknown>): string[] {
  const keys = Array.from(text.matchAll(/("(?:[^"\\]|\\.)*")\s*:/g), (match) => {
    return JSON.parse(match[1]!) as string;
  });
  return keys.length === Object.keys(values).length ? keys : Object.keys(values);
}

/**
 * The Tokenizer that `toJson`, or Keras' `to_json`, stored.
 * @throws FormatError when the text is something else
 */
export function tokenizerFromJson(json: string): Tokenizer {
  const config = parse(parse(json, 'the text')['config'], '"config"');
  const word = (text: string) => text;
  const optional = <T>(name: string) => config[name] as T | undefined;
  const tokenizer = new Tokenizer({
    numWords: optional<number | null>('num_words'),
    filters: optional<string>('filters'),
    lower: optional<boolean>('lower'),
    split: optional<string>('split'),
    charLevel: optional<boolean>('char_level'),
    oovToken: optional<string | null>('oov_token'),
  });
  tokenizer.documentCount = Number(config['document_count'] ?? 0);
  tokenizer.wordCounts = readMap<string, number>(config, 'word_counts', word, 'number');
  tokenizer.wordDocs = readMap<string, number>(config, 'word_docs', word, 'number');
  tokenizer.indexDocs = readMap<number, number>(config, 'index_docs', Number, 'number');
  tokenizer.indexWord = readMap<number, string>(config, 'index_word', Number, 'string');
  tokenizer.wordIndex = readMap<string, number>(config, 'word_index', word, 'number');
  return tokenizer;
}
