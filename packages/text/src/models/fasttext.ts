import { checkPositiveInteger, NotFoundError, ValueError } from '@ibexjs/core/plain';

import type { Corpus } from '../training/corpus.js';
import type { Network } from '../training/network.js';
import type { TrainOptions } from './options.js';
import { initialRows } from './weights.js';
import { Word2Vec, type Word2VecOptions } from './word2vec.js';

export interface FastTextOptions extends Word2VecOptions {
  /** Shortest and longest run of characters that is a subword. Default 3 and 6. */
  minN?: number;
  maxN?: number;
  /** Subwords are hashed to so many buckets. Default 2,000,000; only those in use take memory. */
  bucket?: number;
}

/** fastText's hash of bytes: FNV-1a, each byte taken as a signed number. */
function subwordHash(bytes: Uint8Array): number {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ ((byte << 24) >> 24), 16777619);
  return hash >>> 0;
}

/** Buckets of the runs of characters of `<word>`. */
function subwordBuckets(word: string, minN: number, maxN: number, bucket: number): number[] {
  const characters = Array.from(`<${word}>`);
  const encoder = new TextEncoder();
  const buckets: number[] = [];
  for (let from = 0; from < characters.length; from++) {
    for (let n = minN; n <= maxN && from + n <= characters.length; n++) {
      // A mark alone says nothing.
      if (n === 1 && (from === 0 || from === characters.length - 1)) continue;
      const text = characters.slice(from, from + n).join('');
      buckets.push(subwordHash(encoder.encode(text)) % bucket);
    }
  }
  return buckets;
}

/**
 * Word vectors made of the vectors of a word's parts (Bojanowski et al. 2017), so that words never
 * seen have vectors too: `getVector` makes one from the parts it knows.
 */
export class FastText extends Word2Vec {
  private readonly minN: number;
  private readonly maxN: number;
  private readonly bucket: number;
  /** Vectors of words, then of the buckets in use. */
  private inner: Float32Array = new Float32Array(0);
  private rowOfBucket = new Map<number, number>();
  private subwords: { start: Uint32Array; rows: Uint32Array } = {
    start: new Uint32Array(1),
    rows: new Uint32Array(0),
  };

  constructor(options: FastTextOptions = {}) {
    const { minN = 3, maxN = 6, bucket = 2_000_000, ...rest } = options;
    super(rest, 'FastText');
    checkPositiveInteger('FastText', 'minN', minN);
    checkPositiveInteger('FastText', 'bucket', bucket);
    if (maxN < minN) throw new ValueError(`FastText: maxN (${maxN}) is below minN (${minN}).`);
    this.minN = minN;
    this.maxN = maxN;
    this.bucket = bucket;
  }

  /** A model, its vocabulary built and trained on a corpus. */
  static override async fromCorpus(
    corpus: Corpus,
    options: FastTextOptions = {},
    training: TrainOptions = {},
  ): Promise<FastText> {
    const model = new FastText(options);
    await model.buildVocab(corpus);
    await model.train(corpus, training);
    return model;
  }

  override async buildVocab(corpus: Corpus, options: { update?: boolean } = {}): Promise<void> {
    if (options.update) throw new ValueError('FastText: its vocabulary cannot be extended.');
    await super.buildVocab(corpus);
    const { size } = this.wv;
    const start = new Uint32Array(size + 1);
    const rows: number[] = [];
    this.rowOfBucket = new Map();
    this.wv.indexToKey.forEach((word, i) => {
      for (const bucket of subwordBuckets(word, this.minN, this.maxN, this.bucket)) {
        let row = this.rowOfBucket.get(bucket);
        if (row === undefined) this.rowOfBucket.set(bucket, (row = size + this.rowOfBucket.size));
        rows.push(row);
      }
      start[i + 1] = rows.length;
    });
    this.subwords = { start, rows: Uint32Array.from(rows) };
    const count = size + this.rowOfBucket.size;
    this.inner = initialRows(count, this.options.vectorSize, this.options.seed);
    this.composeVectors();
  }

  /** A word's vector: the mean of its own and its subwords'. */
  private composeVectors(): void {
    const { start, rows } = this.subwords;
    for (let word = 0; word < this.wv.size; word++) {
      this.wv.row(word).set(this.meanRow([word, ...rows.subarray(start[word], start[word + 1])]));
    }
    this.wv.fillNorms(true);
  }

  private meanRow(rows: readonly number[]): Float32Array {
    const width = this.options.vectorSize;
    const sum = new Float32Array(width);
    for (const row of rows) {
      for (let i = 0; i < width; i++) sum[i]! += this.inner[row * width + i]!;
    }
    return sum.map((value) => value / rows.length);
  }

  /** The vector of a word; of a word never seen, the mean of its known subwords'. */
  getVector(word: string): Float32Array {
    if (this.wv.has(word)) return this.wv.getVector(word);
    const rows = subwordBuckets(word, this.minN, this.maxN, this.bucket).flatMap(
      (bucket) => this.rowOfBucket.get(bucket) ?? [],
    );
    if (rows.length > 0) return this.meanRow(rows);
    throw new NotFoundError(`FastText: neither '${word}' nor any part of it is known.`);
  }

  protected override network(): Network {
    return { ...super.network(), words: this.inner, subwords: this.subwords };
  }

  protected override adopt(): void {
    this.composeVectors();
  }
}
