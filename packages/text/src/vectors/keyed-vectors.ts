import {
  checkOptions,
  checkPositiveInteger,
  nearest,
  NotFoundError,
  ShapeError,
  ValueError,
} from '@ibexjs/core/plain';

import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { toEmbedding, type EmbeddingConfig, type ToEmbeddingOptions } from './embedding.js';
import {
  evaluateWordAnalogies,
  evaluateWordPairs,
  type AnalogyOptions,
  type AnalogyResult,
  type WordPairOptions,
  type WordPairResult,
} from './evaluate.js';
import { dot, length, mean, unit } from './math.js';
import { transportCost } from './transport.js';

/** A word, or a vector. (A number alone is a tag; in lists write tags as strings.) */
export type KeyOrVector = string | number | ArrayLike<number>;

/** A word or vector, with a weight of its own or that of its side: 1 or -1. */
export type WeightedKey = KeyOrVector | readonly [key: KeyOrVector, weight: number];

/** A word and how near it is. */
export type ScoredKey = [key: string, score: number];

export interface MostSimilarOptions {
  /** What the result should be like. */
  positive?: WeightedKey | readonly WeightedKey[];
  /** What it should be unlike. */
  negative?: WeightedKey | readonly WeightedKey[];
  /** How many words. Default 10. */
  topn?: number;
  /** Look among this many of the first (usually most frequent) words only. */
  restrictVocab?: number | null;
}

const isKey = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** One item or a list of items, as a list. [word, weight] is one item. */
function listOf(items: MostSimilarOptions['positive']): readonly WeightedKey[] {
  if (items === undefined) return [];
  if (isKey(items) || ArrayBuffer.isView(items)) return [items as WeightedKey];
  const list = items as readonly WeightedKey[];
  const isPair = list.length === 2 && typeof list[1] === 'number' && !isNumberList(list);
  return isPair || isNumberList(list) ? [items as WeightedKey] : list;
}

function isNumberList(list: readonly unknown[]): boolean {
  return list.length > 0 && list.every((item) => typeof item === 'number');
}

/**
 * Vectors by their keys: words, or tags of documents. What word2vec, GloVe, fastText and doc2vec
 * come down to; the methods are those of gensim's `KeyedVectors`.
 */
export class KeyedVectors {
  /** All vectors, one after the other. */
  vectors: Float32Array = new Float32Array(0);
  /** Keys in the order of the vectors. */
  readonly indexToKey: string[] = [];
  /** Place of each key. */
  readonly keyToIndex = new Map<string, number>();
  /** How often each word occurred, where that is known. */
  counts: number[] | undefined;
  private lengths: Float32Array | undefined;

  /** @param vectorSize numbers in a vector */
  constructor(readonly vectorSize: number) {
    checkPositiveInteger('KeyedVectors', 'vectorSize', vectorSize);
  }

  /** From keys and their vectors one after the other (or as lists). The array is not copied. */
  static from(
    keys: readonly string[],
    vectors: Float32Array | readonly ArrayLike<number>[],
  ): KeyedVectors {
    const flat = vectors instanceof Float32Array;
    const size = flat ? vectors.length / keys.length : (vectors[0]?.length ?? 0);
    const result = new KeyedVectors(size);
    if (flat) {
      keys.forEach((key) => result.addKey(key));
      result.vectors = vectors;
    } else {
      result.addVectors(keys, vectors);
    }
    return result;
  }

  /** How many vectors there are. */
  get size(): number {
    return this.indexToKey.length;
  }

  has(key: string | number): boolean {
    return this.keyToIndex.has(String(key));
  }

  /** @throws NotFoundError naming the key */
  getIndex(key: string | number): number {
    const index = this.keyToIndex.get(String(key));
    if (index !== undefined) return index;
    const near = this.size <= 20000 ? nearest(String(key), this.indexToKey) : undefined;
    throw new NotFoundError(
      `Key '${key}' is not present among the ${this.size} vectors.` +
        (near ? ` Did you mean '${near}'?` : ''),
    );
  }

  /** A view of the vector at a place. */
  row(index: number): Float32Array {
    return this.vectors.subarray(index * this.vectorSize, (index + 1) * this.vectorSize);
  }

  /** A copy of a key's vector, of length 1 when `norm`. @throws NotFoundError */
  getVector(key: string | number, norm = false): Float32Array {
    const row = this.row(this.getIndex(key));
    return norm ? unit(row) : row.slice();
  }

  /** Length of every vector, computed once; call with `true` after changing `vectors` yourself. */
  fillNorms(force = false): Float32Array {
    if (force || this.lengths?.length !== this.size) {
      this.lengths = Float32Array.from({ length: this.size }, (_, i) => length(this.row(i)));
    }
    return this.lengths;
  }

  /** Scales all vectors to length 1, for good. */
  unitNormalizeAll(): void {
    const lengths = this.fillNorms(true);
    this.vectors = this.vectors.map((value, i) => {
      const size = lengths[Math.floor(i / this.vectorSize)]!;
      return size > 0 ? value / size : value;
    });
    this.fillNorms(true);
  }

  private addKey(key: string): number {
    const index = this.indexToKey.push(key) - 1;
    if (this.keyToIndex.has(key)) throw new ValueError(`The key '${key}' stands there twice.`);
    this.keyToIndex.set(key, index);
    return index;
  }

  /** Adds vectors; those of known keys stay unless `replace`. */
  addVectors(
    keys: readonly string[],
    vectors: readonly ArrayLike<number>[],
    replace = false,
  ): void {
    if (keys.length !== vectors.length) {
      throw new ValueError(`addVectors: ${keys.length} keys, but ${vectors.length} vectors.`);
    }
    vectors.forEach((vector, i) => this.checkVector(vector, `of '${keys[i]}'`));
    const before = this.size;
    const places = keys.map((key) => this.keyToIndex.get(key) ?? this.addKey(key));
    const all = new Float32Array(this.size * this.vectorSize);
    all.set(this.vectors);
    places.forEach((place, i) => {
      if (place >= before || replace) all.set(vectors[i]!, place * this.vectorSize);
    });
    this.vectors = all;
    this.lengths = undefined;
  }

  private checkVector(vector: ArrayLike<number>, which: string): void {
    if (vector.length !== this.vectorSize) {
      throw new ShapeError(
        `The vector ${which} has ${vector.length} numbers; ${this.vectorSize} are needed.`,
      );
    }
    for (let i = 0; i < vector.length; i++) {
      if (Number.isFinite(vector[i])) continue;
      throw new ValueError(`The vector ${which} holds ${String(vector[i])} at place ${i}.`);
    }
  }

  private vectorOf(item: KeyOrVector, norm: boolean): Float32Array {
    if (isKey(item)) return this.getVector(item, norm);
    this.checkVector(item, 'given');
    const vector = Float32Array.from(item);
    return norm ? unit(vector) : vector;
  }

  /** Mean of vectors, each scaled to length 1 first. @throws NotFoundError for an unknown key */
  getMeanVector(
    keys: readonly KeyOrVector[],
    options: { weights?: readonly number[]; preNormalize?: boolean; postNormalize?: boolean } = {},
  ): Float32Array {
    checkOptions('getMeanVector', options, ['weights', 'preNormalize', 'postNormalize']);
    if (keys.length === 0) throw new ValueError('The mean of no vectors is not defined.');
    const { weights, preNormalize = true, postNormalize = false } = options;
    const result = mean(
      keys.map((key) => this.vectorOf(key, preNormalize)),
      weights,
    );
    return postNormalize ? unit(result) : result;
  }

  /** Cosine of the angle between two words' vectors. */
  similarity(a: string | number, b: string | number): number {
    return dot(this.getVector(a, true), this.getVector(b, true));
  }

  /** 1 - similarity. */
  distance(a: string | number, b: string | number): number {
    return 1 - this.similarity(a, b);
  }

  /** Cosine between the means of two sets of words. */
  nSimilarity(a: readonly string[], b: readonly string[]): number {
    const options = { preNormalize: false, postNormalize: true };
    return dot(this.getMeanVector(a, options), this.getMeanVector(b, options));
  }

  /** Cosines of a vector with all vectors, or with the first `limit`. */
  private cosines(vector: Float32Array, limit = this.size): Float32Array {
    const lengths = this.fillNorms();
    const direction = unit(vector);
    const result = new Float32Array(limit);
    for (let i = 0; i < limit; i++) {
      const size = lengths[i]!;
      result[i] = size > 0 ? dot(direction, this.row(i)) / size : 0;
    }
    return result;
  }

  /** 1 - cosine with each of `others`, or with all. */
  distances(item: KeyOrVector, others?: readonly string[]): Float32Array {
    const vector = this.vectorOf(item, true);
    if (!others) return this.cosines(vector).map((cosine) => 1 - cosine);
    return Float32Array.from(others, (key) => 1 - dot(vector, this.getVector(key, true)));
  }

  private limit(restrictVocab: number | null | undefined): number {
    if (restrictVocab === undefined || restrictVocab === null) return this.size;
    checkPositiveInteger('mostSimilar', 'restrictVocab', restrictVocab);
    return Math.min(restrictVocab, this.size);
  }

  private best(scores: Float32Array, topn: number, without: ReadonlySet<string>): ScoredKey[] {
    checkPositiveInteger('mostSimilar', 'topn', topn);
    const top: number[] = [];
    for (let i = 0; i < scores.length; i++) {
      if (top.length === topn && !(scores[i]! > scores[top.at(-1)!]!)) continue;
      if (without.has(this.indexToKey[i]!)) continue;
      let at = top.length;
      while (at > 0 && scores[i]! > scores[top[at - 1]!]!) at--;
      top.splice(at, 0, i);
      if (top.length > topn) top.pop();
    }
    return top.map((i) => [this.indexToKey[i]!, scores[i]!]);
  }

  /**
   * The words nearest to the mean of `positive` minus `negative` (3CosAdd): cosine with it, best
   * first. The words asked with are left out.
   *
   * @example vectors.mostSimilar({ positive: ['woman', 'king'], negative: ['man'] })
   * @throws NotFoundError for an unknown word
   */
  mostSimilar(options: MostSimilarOptions | string): ScoredKey[] {
    if (typeof options === 'string') return this.mostSimilar({ positive: options });
    checkOptions('mostSimilar', options, ['positive', 'negative', 'topn', 'restrictVocab']);
    const { items, weights, asked } = this.sides(options);
    const direction = this.getMeanVector(items, { weights, postNormalize: true });
    const scores = this.cosines(direction, this.limit(options.restrictVocab));
    return this.best(scores, options.topn ?? 10, asked);
  }

  private sides({ positive, negative }: MostSimilarOptions) {
    const items: KeyOrVector[] = [];
    const weights: number[] = [];
    const add = (side: MostSimilarOptions['positive'], sign: number) => {
      for (const item of listOf(side)) {
        const weighted = Array.isArray(item) && !isNumberList(item);
        items.push(weighted ? (item[0] as KeyOrVector) : (item as KeyOrVector));
        weights.push(weighted ? (item[1] as number) : sign);
      }
    };
    add(positive, 1);
    add(negative, -1);
    if (items.length === 0)
      throw new ValueError('mostSimilar: give words as positive or negative.');
    return { items, weights, asked: new Set(items.filter(isKey).map(String)) };
  }

  /** `mostSimilar` to one word. */
  similarByKey(key: string | number, topn = 10, restrictVocab: number | null = null): ScoredKey[] {
    return this.mostSimilar({ positive: [String(key)], topn, restrictVocab });
  }

  /** `mostSimilar` to a vector. */
  similarByVector(
    vector: ArrayLike<number>,
    topn = 10,
    restrictVocab: number | null = null,
  ): ScoredKey[] {
    return this.mostSimilar({ positive: [Float32Array.from(vector)], topn, restrictVocab });
  }

  /**
   * Like `mostSimilar`, but similarities to positive words are multiplied and those to negative
   * words divided by (3CosMul, Levy and Goldberg 2014), so that no single one rules.
   */
  mostSimilarCosmul(options: MostSimilarOptions): ScoredKey[] {
    checkOptions('mostSimilarCosmul', options, ['positive', 'negative', 'topn', 'restrictVocab']);
    const { items, weights, asked } = this.sides(options);
    const limit = this.limit(options.restrictVocab);
    const scores = new Float32Array(limit).fill(1);
    items.forEach((item, k) => {
      const cosines = this.cosines(this.vectorOf(item, true), limit);
      for (let i = 0; i < limit; i++) {
        const share = (1 + cosines[i]!) / 2;
        if (weights[k]! > 0) scores[i]! *= share;
        else scores[i]! /= share + 1e-6;
      }
    });
    return this.best(scores, options.topn ?? 10, asked);
  }

  /** The word farthest from the mean of all of them; unknown words are left out. */
  doesntMatch(words: readonly string[]): string {
    const known = words.filter((word) => this.has(word));
    if (known.length === 0) {
      throw new NotFoundError(`doesntMatch: none of ${words.join(', ')} is known.`);
    }
    const middle = this.getMeanVector(known, { postNormalize: true });
    const scores = known.map((word) => dot(middle, this.getVector(word, true)));
    return known[scores.indexOf(Math.min(...scores))]!;
  }

  /** How many words are at least as near to `a` as `b` is. */
  rank(a: string, b: string): number {
    return this.closerThan(a, b).length + 1;
  }

  /** The words that are nearer to `a` than `b` is. */
  closerThan(a: string, b: string): string[] {
    const distances = this.distances(a);
    const limit = distances[this.getIndex(b)]!;
    const own = this.getIndex(a);
    return this.indexToKey.filter((_, i) => i !== own && distances[i]! < limit);
  }

  /**
   * Word mover's distance (Kusner et al. 2015): how far the words of one document must travel to
   * become those of another. Unknown words are left out; Infinity when none is left.
   *
   * @param norm measure between vectors of length 1 (default), or as they are
   */
  wmdistance(a: readonly string[], b: readonly string[], norm = true): number {
    const shares = (words: readonly string[]) => {
      const known = words.filter((word) => this.has(word));
      const counts = new Map<string, number>();
      for (const word of known) counts.set(word, (counts.get(word) ?? 0) + 1 / known.length);
      return counts;
    };
    const [from, to] = [shares(a), shares(b)];
    if (from.size === 0 || to.size === 0) return Infinity;
    const rows = [...from.keys()].map((word) => this.getVector(word, norm));
    const columns = [...to.keys()].map((word) => this.getVector(word, norm));
    const cost = rows.map((x) => columns.map((y) => length(x.map((value, i) => value - y[i]!))));
    return transportCost([...from.values()], [...to.values()], cost);
  }

  /** See `evaluateWordAnalogies`. */
  evaluateWordAnalogies(questions: string, options?: AnalogyOptions): AnalogyResult {
    return evaluateWordAnalogies(this, questions, options);
  }

  /** See `evaluateWordPairs`. */
  evaluateWordPairs(pairs: string, options?: WordPairOptions): WordPairResult {
    return evaluateWordPairs(this, pairs, options);
  }

  /** See `toEmbedding`. */
  toEmbedding(tokenizer?: Tokenizer, options?: ToEmbeddingOptions): EmbeddingConfig {
    return toEmbedding(this, tokenizer, options);
  }
}
