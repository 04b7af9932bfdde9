import { checkChoice, StateError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { adaptRows, type AdaptData } from './adapt-data.js';
import {
  checkOutputMode,
  encodedShape,
  encodeRows,
  encodeTensor,
  OUTPUT_MODES,
  type EncodingMode,
  type IndexRows,
  type OutputMode,
} from './category-encoding-modes.js';
import { checkSalt, hashBucket, TokenCounter, Vocabulary, type Salt } from './vocabulary.js';

/** Options of `StringLookup` and `IntegerLookup`. */
export interface IndexLookupOptions<T> extends LayerOptions {
  /** Largest size of the vocabulary, mask and unknown tokens included. Default: null, any. */
  maxTokens?: number | null;
  /** How many numbers unknown tokens share; with 0 they are an error. Default: 1. */
  numOovIndices?: number;
  /** Stands for "nothing": number 0. Default: null, there is none. */
  maskToken?: T | null;
  /** What numbers of no token give with `invert`. */
  oovToken?: T | null;
  /** The tokens, instead of `adapt`. */
  vocabulary?: readonly T[] | null;
  /** Weights of the tokens, for `tf_idf` with a vocabulary. */
  idfWeights?: readonly number[] | null;
  /** From numbers to tokens. Default: false. */
  invert?: boolean;
  /** Default: `int`. */
  outputMode?: OutputMode;
  /** Rows as wide as `maxTokens`, even if there are fewer tokens. Default: false. */
  padToMaxTokens?: boolean;
  /** How an unknown whole number finds one of several numbers. Default: `floormod`. */
  oovMethod?: 'floormod' | 'farmhash';
  /** Salts the hash of unknown tokens. */
  salt?: number | readonly number[] | null;
}

/** What `StringLookup` and `IntegerLookup` have in common. */
export abstract class IndexLookup<T extends string | number> extends Layer {
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'maxTokens',
    'numOovIndices',
    'maskToken',
    'oovToken',
    'vocabulary',
    'idfWeights',
    'invert',
    'outputMode',
    'padToMaxTokens',
    'oovMethod',
    'salt',
    'vocabularySize',
    'vocabularyDtype',
    'encoding',
  ];

  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: T | null;
  readonly oovToken: T | null;
  readonly invert: boolean;
  readonly outputMode: OutputMode;
  readonly padToMaxTokens: boolean;
  readonly oovMethod: 'floormod' | 'farmhash';
  readonly salt: Salt | null;
  private known: Vocabulary<T> | null = null;
  private weightsOfTokens: Float32Array | null = null;

  constructor(where: string, options: IndexLookupOptions<T>, oovToken: T) {
    super(options);
    this.maxTokens = options.maxTokens ?? null;
    this.numOovIndices = options.numOovIndices ?? 1;
    this.maskToken = options.maskToken ?? null;
    this.oovToken = options.oovToken ?? oovToken;
    this.invert = options.invert ?? false;
    this.outputMode = checkOutputMode(where, options.outputMode ?? 'int', OUTPUT_MODES);
    this.padToMaxTokens = options.padToMaxTokens ?? false;
    const methods = ['floormod', 'farmhash'] as const;
    this.oovMethod = checkChoice(where, 'oovMethod', options.oovMethod ?? 'floormod', methods);
    this.salt = checkSalt(where, options.salt);
    if (this.maxTokens !== null && !(this.maxTokens > 1)) {
      throw new ValueError(
        `${where}: maxTokens must be greater than 1; received ${this.maxTokens}.`,
      );
    }
    if (this.padToMaxTokens && this.maxTokens === null) {
      throw new ValueError(`${where}: padToMaxTokens needs maxTokens.`);
    }
    if (!Number.isInteger(this.numOovIndices) || this.numOovIndices < 0) {
      throw new ValueError(
        `${where}: numOovIndices must be a whole number from 0 on; received ${this.numOovIndices}.`,
      );
    }
    if (this.invert && this.outputMode !== 'int') {
      throw new ValueError(`${where}: with invert the outputMode must be 'int'.`);
    }
    if (options.vocabulary) this.setVocabulary(options.vocabulary, options.idfWeights);
  }

  private makeVocabulary(tokens: readonly T[]): Vocabulary<T> {
    const special = {
      maskToken: this.maskToken,
      oovToken: this.oovToken,
      numOovIndices: this.numOovIndices,
      numbered: this.outputMode === 'int',
      oovBucket: (token: T) => {
        const byNumber = typeof token === 'number' && this.oovMethod === 'floormod';
        if (!byNumber) return hashBucket(String(token), this.numOovIndices, this.salt);
        return ((token % this.numOovIndices) + this.numOovIndices) % this.numOovIndices;
      },
    };
    return new Vocabulary<T>(`Layer ${this.name}`, special, tokens);
  }

  private vocabulary(): Vocabulary<T> {
    if (this.known) return this.known;
    throw new StateError(
      `Layer ${this.name} has no vocabulary yet: call adapt(data) or give the option vocabulary.`,
    );
  }

  /** Sets the tokens; they may begin with the mask and unknown tokens. */
  setVocabulary(tokens: readonly T[], idfWeights?: ArrayLike<number> | null): void {
    if (tokens.length === 0) throw new ValueError(`Layer ${this.name}: the vocabulary is empty.`);
    if ((this.outputMode === 'tf_idf') !== (idfWeights !== undefined && idfWeights !== null)) {
      throw new ValueError(
        `Layer ${this.name}: idfWeights belong to outputMode 'tf_idf', and it needs them.`,
      );
    }
    const vocabulary = this.makeVocabulary(tokens);
    if (this.maxTokens !== null && vocabulary.size > this.maxTokens) {
      throw new ValueError(
        `Layer ${this.name}: the vocabulary has ${vocabulary.size} tokens, more than maxTokens = ${this.maxTokens}.`,
      );
    }
    if (idfWeights && idfWeights.length !== tokens.length) {
      throw new ValueError(
        `Layer ${this.name}: ${idfWeights.length} idfWeights for ${tokens.length} tokens.`,
      );
    }
    this.known = vocabulary;
    if (!idfWeights) return;
    const given = Array.from(idfWeights);
    const front = vocabulary.size - given.length;
    this.setWeightsOfTokens(
      given.slice(-vocabulary.tokens.length),
      front === 0 ? given : undefined,
    );
  }

  /** Whether there is a vocabulary: given, or learned by `adapt`. */
  get hasVocabulary(): boolean {
    return this.known !== null;
  }

  /** Weights of all tokens, special ones included; null unless the outputMode is 'tf_idf'. */
  getIdfWeights(): Float32Array | null {
    return this.weightsOfTokens && this.weightsOfTokens.slice();
  }

  /** Takes the vocabulary from the lines of a file that Keras wrote, special tokens first. */
  loadVocabulary(lines: readonly string[], idfWeights: ArrayLike<number> | null): void {
    this.setVocabulary(
      lines.map((line) => this.parseToken(line)),
      idfWeights,
    );
  }

  /** A token from its text. @throws ValueError */
  protected abstract parseToken(text: string): T;

  /** Unknown tokens weigh as much as the mean. */
  private setWeightsOfTokens(weights: readonly number[], all?: readonly number[]): void {
    const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
    const front = new Array<number>(this.vocabulary().tokenStart).fill(mean);
    const values = all ?? [...front, ...weights];
    const padded = new Float32Array(this.padToMaxTokens ? this.maxTokens! : values.length);
    padded.set(values);
    this.weightsOfTokens = padded;
  }

  /** Learns the vocabulary: the most frequent tokens of the data. */
  async adapt(data: AdaptData<T>, steps?: number): Promise<void> {
    const counter = new TokenCounter<T>();
    for await (const row of adaptRows(`Layer ${this.name}`, data, steps)) counter.add(row);
    this.adaptTo(counter);
  }

  /** Takes the vocabulary from counts. */
  adaptTo(counter: TokenCounter<T>): void {
    const start = this.makeVocabulary([]).tokenStart;
    const limit = this.maxTokens === null ? Infinity : this.maxTokens - start;
    const tokens = counter.frequent([this.maskToken, this.oovToken], limit);
    if (tokens.length === 0) {
      throw new ValueError(`Layer ${this.name}: no tokens were found in the data.`);
    }
    this.known = this.makeVocabulary(tokens);
    if (this.outputMode !== 'tf_idf') return;
    this.setWeightsOfTokens(tokens.map((token) => counter.inverseFrequency(token)));
  }

  /** The tokens in the order of their numbers. */
  getVocabulary(includeSpecialTokens = true): (T | null)[] {
    return this.vocabulary().list(includeSpecialTokens);
  }

  /** How many numbers there are. */
  vocabularySize(): number {
    return this.vocabulary().size;
  }

  /** Width of encoded rows. */
  private get depth(): number | null {
    return this.padToMaxTokens ? this.maxTokens : (this.known?.size ?? null);
  }

  /** Numbers of tokens. */
  lookup(tokens: readonly T[]): Int32Array {
    const vocabulary = this.vocabulary();
    return Int32Array.from(tokens, (token) => vocabulary.lookup(token));
  }

  /** Encoded rows of numbers, as `outputMode` says, [rows, depth]. */
  encode(rows: IndexRows): tf.Tensor2D {
    const mode = this.outputMode as EncodingMode;
    const values = encodeRows(rows, mode, this.depth!, this.weightsOfTokens ?? undefined);
    return tf.tensor2d(values, [values.length / this.depth!, this.depth!]);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const values = Array.from(inputs.dataSync()) as (string | number)[];
    if (this.invert) {
      const vocabulary = this.vocabulary();
      return this.tokenTensor(
        values.map((number) => vocabulary.tokenOf(Number(number))),
        inputs.shape,
      );
    }
    const numbers = this.lookup(values as T[]);
    if (this.outputMode === 'int') return tf.tensor(numbers, inputs.shape, 'int32');
    const weights = this.weightsOfTokens ?? undefined;
    return encodeTensor(numbers, inputs.shape, this.outputMode, this.depth!, weights);
  }

  /** A tensor of tokens. */
  protected abstract tokenTensor(tokens: (T | null)[], shape: number[]): tf.Tensor;

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    return this.outputMode === 'int' ? shape : encodedShape(shape, this.outputMode, this.depth);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      invert: this.invert,
      max_tokens: this.maxTokens,
      num_oov_indices: this.numOovIndices,
      oov_token: this.oovToken,
      mask_token: this.maskToken,
      output_mode: this.outputMode,
      sparse: false,
      pad_to_max_tokens: this.padToMaxTokens,
      idf_weights: this.configWeights(),
      vocabulary: this.known ? this.known.tokens.slice() : null,
      vocabulary_size: this.known?.size ?? null,
      oov_method: this.oovMethod,
      salt: this.salt,
    };
  }

  /** Weights of the tokens in the config's vocabulary, which leaves the special ones out. */
  private configWeights(): number[] | null {
    if (!this.known || !this.weightsOfTokens) return null;
    return Array.from(this.weightsOfTokens.slice(this.known.tokenStart, this.known.size));
  }
}
