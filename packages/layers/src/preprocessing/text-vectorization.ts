import { checkChoice, toCamelCase, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { adaptRows, type AdaptData } from './adapt-data.js';
import type { OutputMode } from './category-encoding-modes.js';
import { StringLookup } from './string-lookup.js';
import { TokenCounter } from './vocabulary.js';

type Standardize = 'lower_and_strip_punctuation' | 'lower' | 'strip_punctuation';
type Split = 'whitespace' | 'character';

export interface TextVectorizationOptions extends LayerOptions {
  /** Largest size of the vocabulary, padding and unknown word included. Default: null, any. */
  maxTokens?: number | null;
  /** What happens to a text first: a name, a function, or null for nothing. Default: `lower_and_strip_punctuation`. */
  standardize?: Standardize | ((text: string) => string) | null;
  /** How it is split: a name, a function, or null: the inputs are words already. Default: `whitespace`. */
  split?: Split | ((text: string) => string[]) | null;
  /** Runs of words: n for 1 to n, or a list of lengths. Default: null, words only. */
  ngrams?: number | readonly number[] | null;
  /** Default: `int`. */
  outputMode?: OutputMode;
  /** With `int`: length of the rows. Default: null, the longest text's. */
  outputSequenceLength?: number | null;
  /** Rows as wide as `maxTokens`, even if there are fewer words. Default: false. */
  padToMaxTokens?: boolean;
  /** The words, instead of `adapt`. */
  vocabulary?: readonly string[] | null;
  /** Weights of the words, for `tf_idf` with a vocabulary. */
  idfWeights?: readonly number[] | null;
}

const STANDARDIZE = ['lower_and_strip_punctuation', 'lower', 'strip_punctuation'] as const;
const SPLIT = ['whitespace', 'character'] as const;
const PUNCTUATION = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

/** Lower case of A to Z alone, as TensorFlow's. */
const lowerAscii = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

function standardizer(
  standardize: TextVectorizationOptions['standardize'],
): (text: string) => string {
  if (typeof standardize === 'function') return standardize;
  if (standardize === null || standardize === undefined) return (text) => text;
  const lower = standardize !== 'strip_punctuation' ? lowerAscii : (text: string) => text;
  if (standardize === 'lower') return lower;
  return (text) => lower(text).replace(PUNCTUATION, '');
}

function splitter(split: TextVectorizationOptions['split']): (text: string) => string[] {
  if (typeof split === 'function') return split;
  if (split === 'whitespace')
    return (text) => text.split(/[\t-\r ]+/).filter((word) => word !== '');
  return split === 'character' ? (text) => Array.from(text) : (text) => [text];
}

function withNgrams(words: readonly string[], lengths: readonly number[]): string[] {
  return lengths.flatMap((n) =>
    Array.from({ length: Math.max(0, words.length - n + 1) }, (_, i) =>
      words.slice(i, i + n).join(' '),
    ),
  );
}

/**
 * Texts as numbers: lower case, punctuation out, split into words, each word's number by a
 * vocabulary that is given or learned with `adapt`.
 *
 * Input: strings (batch) or (batch, 1); output: int32 (batch, length) with 0 for padding and 1 for
 * unknown words, or rows (batch, vocabulary) as `outputMode` says. It reads its input, so it
 * belongs into the data's pipeline or at the front of a model.
 *
 * @example
 * const vectorize = textVectorization({ maxTokens: 20000, outputSequenceLength: 100 });
 * await vectorize.adapt(texts);
 * vectorize.apply(tf.tensor(['a new text']));
 * @see https://keras.io/api/layers/preprocessing_layers/text/text_vectorization/
 */
export class TextVectorization extends Layer {
  static override readonly className = 'TextVectorization';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'maxTokens',
    'standardize',
    'split',
    'ngrams',
    'outputMode',
    'outputSequenceLength',
    'padToMaxTokens',
    'vocabulary',
    'idfWeights',
  ];

  readonly standardize: NonNullable<TextVectorizationOptions['standardize']> | null;
  readonly split: NonNullable<TextVectorizationOptions['split']> | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputSequenceLength: number | null;
  readonly lookup: StringLookup;

  constructor(options: TextVectorizationOptions = {}) {
    super(options);
    const { standardize = 'lower_and_strip_punctuation', split = 'whitespace' } = options;
    const where = 'TextVectorization';
    this.standardize =
      typeof standardize === 'string'
        ? checkChoice(where, 'standardize', standardize, STANDARDIZE)
        : standardize;
    this.split = typeof split === 'string' ? checkChoice(where, 'split', split, SPLIT) : split;
    this.ngrams = options.ngrams ?? null;
    this.outputSequenceLength = options.outputSequenceLength ?? null;
    this.lookup = new StringLookup({
      name: `${this.name}_lookup`,
      maskToken: '',
      maxTokens: options.maxTokens ?? null,
      vocabulary: options.vocabulary ?? null,
      idfWeights: options.idfWeights ?? null,
      outputMode: options.outputMode ?? 'int',
      padToMaxTokens: options.padToMaxTokens ?? false,
    });
    if (this.outputSequenceLength !== null && this.lookup.outputMode !== 'int') {
      throw new ValueError(`${where}: outputSequenceLength belongs to outputMode 'int'.`);
    }
  }

  get outputMode(): OutputMode {
    return this.lookup.outputMode;
  }

  /** The words of each sample. */
  private tokenizer(): (sample: readonly string[]) => string[] {
    const standardize = standardizer(this.standardize);
    const split = splitter(this.split);
    const { ngrams } = this;
    const lengths =
      typeof ngrams === 'number' ? Array.from({ length: ngrams }, (_, i) => i + 1) : ngrams;
    return (sample) => {
      const words = sample.flatMap((text) => split(standardize(text)));
      return lengths === null ? words : withNgrams(words, lengths);
    };
  }

  /** Learns the vocabulary: the most frequent words of texts. */
  async adapt(data: AdaptData<string>, steps?: number): Promise<void> {
    const tokens = this.tokenizer();
    const counter = new TokenCounter<string>();
    for await (const row of adaptRows(`Layer ${this.name}`, data, steps)) counter.add(tokens(row));
    this.lookup.adaptTo(counter);
  }

  setVocabulary(words: readonly string[], idfWeights?: ArrayLike<number> | null): void {
    this.lookup.setVocabulary(words, idfWeights);
  }

  /** The words in the order of their numbers. */
  getVocabulary(includeSpecialTokens = true): (string | null)[] {
    return this.lookup.getVocabulary(includeSpecialTokens);
  }

  vocabularySize(): number {
    return this.lookup.vocabularySize();
  }

  override build(): void {}

  /** Keras' name of it in files. */
  override stateParts(): [name: string, part: unknown][] {
    return [['_lookup_layer', this.lookup]];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const [batch = 1, width = 1] = inputs.shape;
    if (this.split !== null && width !== 1) {
      throw new ValueError(
        `Layer ${this.name} splits texts itself: its input must be (batch) or (batch, 1), not [${inputs.shape}].`,
      );
    }
    const values = Array.from(inputs.dataSync() as unknown as string[]);
    const tokens = this.tokenizer();
    const rows = Array.from({ length: batch }, (_, i) =>
      this.lookup.lookup(tokens(values.slice(i * width, (i + 1) * width))),
    );
    if (this.outputMode !== 'int') return this.lookup.encode(rows);
    const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const length = this.outputSequenceLength ?? longest;
    const padded = new Int32Array(batch * length);
    rows.forEach((row, i) => padded.set(row.subarray(0, length), i * length));
    return tf.tensor2d(padded, [batch, length], 'int32');
  }

  override computeOutputDType(): tf.DataType {
    return this.outputMode === 'int' ? 'int32' : 'float32';
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [batch = null] = oneShape(this.name, inputShape);
    if (this.outputMode === 'int') return [batch, this.outputSequenceLength];
    return this.lookup.computeOutputShape([batch, null]);
  }

  override getConfig(): Record<string, unknown> {
    if (typeof this.standardize === 'function' || typeof this.split === 'function') {
      throw new ValueError(
        `Layer ${this.name} has a function as standardize or split, which no file can hold.`,
      );
    }
    const lookup = this.lookup.getConfig();
    return {
      ...super.getConfig(),
      max_tokens: lookup['max_tokens'],
      standardize: this.standardize,
      split: this.split,
      ngrams: this.ngrams,
      output_mode: this.outputMode,
      output_sequence_length: this.outputSequenceLength,
      pad_to_max_tokens: lookup['pad_to_max_tokens'],
      sparse: false,
      ragged: false,
      vocabulary: lookup['vocabulary'],
      idf_weights: lookup['idf_weights'],
      encoding: 'utf-8',
      vocabulary_size: lookup['vocabulary_size'],
    };
  }

  /** From a config; null means "nothing" for `standardize` and `split`. */
  static override fromConfig<T>(
    this: (new (options: never) => T) & { optionKeys: readonly string[] },
    config: Record<string, unknown>,
  ): T {
    const known = Object.entries(config)
      .map(([key, value]) => [toCamelCase(key), value] as const)
      .filter(([key]) => this.optionKeys.includes(key));
    return new this(Object.fromEntries(known) as never);
  }
}

registerBuiltInLayer(TextVectorization);

/** @see TextVectorization */
export function textVectorization(options?: TextVectorizationOptions): TextVectorization {
  return new TextVectorization(options);
}
