import { checkOptions, RandomGenerator } from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { KeyedVectors } from './keyed-vectors.js';

export interface ToEmbeddingOptions {
  /** Train the vectors further with the network. Default true. */
  trainable?: boolean;
  /** Words without a vector get uniform values from -unknownScale to it. Default 0: zeros. */
  unknownScale?: number;
  /** Fixes those values. */
  seed?: number;
}

/** What `layers.embedding(config)` takes. The weights belong to the caller until then. */
export interface EmbeddingConfig {
  inputDim: number;
  outputDim: number;
  weights: [tf.Tensor2D];
  trainable: boolean;
}

/**
 * The options of an Embedding layer whose row i is the vector of word i: of the tokenizer's
 * numbering (row 0, and words without a vector, are zeros), or of the vectors' own without one.
 *
 * @example layers.embedding({ ...toEmbedding(vectors, tokenizer, { trainable: false }), maskZero: true })
 */
export function toEmbedding(
  vectors: KeyedVectors,
  tokenizer?: Tokenizer,
  options: ToEmbeddingOptions = {},
): EmbeddingConfig {
  checkOptions('toEmbedding', options, ['trainable', 'unknownScale', 'seed']);
  const { trainable = true, unknownScale = 0 } = options;
  const outputDim = vectors.vectorSize;
  if (!tokenizer) {
    const inputDim = vectors.size;
    const weights = tfjs().tensor2d(vectors.vectors.slice(), [inputDim, outputDim]);
    return { inputDim, outputDim, weights: [weights], trainable };
  }
  const inputDim = tokenizer.numWords ?? tokenizer.wordIndex.size + 1;
  const random = unknownScale > 0 ? new RandomGenerator(options.seed) : undefined;
  const values = new Float32Array(inputDim * outputDim);
  for (const [word, index] of tokenizer.wordIndex) {
    if (index >= inputDim) continue;
    const row = values.subarray(index * outputDim, (index + 1) * outputDim);
    if (vectors.has(word)) row.set(vectors.row(vectors.getIndex(word)));
    else if (random) row.forEach((_, i) => (row[i] = (random.uniform() * 2 - 1) * unknownScale));
  }
  const weights = tfjs().tensor2d(values, [inputDim, outputDim]);
  return { inputDim, outputDim, weights: [weights], trainable };
}
