import {
  concatenate,
  conv1d,
  dense,
  dropout,
  embedding,
  flatten,
  input,
  maxPooling1d,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, type Functional } from '@ibexjs/models';
import type { KeyedVectors } from '@ibexjs/text';
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from './recipes.js';
import type { Sentences } from './sentences.js';
import type { Variant } from './settings.js';

/** Words that a filter sees at once. */
const WIDTHS = [3, 4];

/**
 * Filters of two widths run over the word vectors; the strongest responses are pooled, and a dense
 * layer judges (Kim 2014, in the form of the tutorial).
 *
 * @param vectors initial word vectors; random ones without
 * @param seed of the vectors of words without one
 */
export function network(
  variant: Variant,
  sentences: Sentences,
  recipe: Recipe,
  vectors: KeyedVectors | undefined,
  seed: number,
): Functional {
  const words = input({ shape: [sentences.length] });
  const known = vectors?.toEmbedding(sentences.tokenizer, {
    trainable: variant === 'nonstatic',
    unknownScale: 0.25,
    seed,
  });
  const layer = embedding({
    inputDim: sentences.tokenizer.wordIndex.size + 1,
    outputDim: recipe.dimension,
    ...known,
  });
  const read = layer.apply(words);
  tf.dispose(known?.weights ?? []);
  const features = dropout({ rate: recipe.dropoutWords }).apply(read);
  const parts = WIDTHS.map((width): SymbolicTensor => {
    const filters = { filters: recipe.filters, kernelSize: width, activation: 'relu' } as const;
    const found = conv1d({ ...filters, padding: 'valid' }).apply(features);
    return flatten().apply(maxPooling1d({ poolSize: 2 }).apply(found));
  });
  let hidden = dense({ units: recipe.hidden, activation: 'relu' }).apply(
    concatenate().apply(parts),
  );
  hidden = dropout({ rate: recipe.dropoutHidden }).apply(hidden);
  const verdict = dense({ units: 1, activation: 'sigmoid' }).apply(hidden);
  const cnn = model({ inputs: words, outputs: verdict, name: `cnn_${variant}` });
  cnn.compile({ loss: 'binaryCrossentropy', optimizer: 'rmsprop', metrics: ['accuracy'] });
  return cnn;
}
