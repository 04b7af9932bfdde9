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
import type { Sentences } from './sentences.js';
import type { Settings, Variant } from './settings.js';

/** Words that a filter sees at once. */
const WIDTHS = [3, 4];
const HIDDEN = 150;

/**
 * Filters of two widths run over the word vectors; the strongest responses are pooled, and a dense
 * layer judges (Kim 2014, in the form of the tutorial).
 *
 * @param vectors initial word vectors; random ones without
 */
export function network(
  variant: Variant,
  sentences: Sentences,
  settings: Settings,
  vectors?: KeyedVectors,
): Functional {
  const words = input({ shape: [sentences.length] });
  const known = vectors?.toEmbedding(sentences.tokenizer, {
    trainable: variant === 'nonstatic',
    unknownScale: 0.25,
    seed: settings.seed,
  });
  const layer = embedding({
    inputDim: sentences.tokenizer.wordIndex.size + 1,
    outputDim: settings.dimension,
    ...known,
  });
  let features = layer.apply(words);
  tf.dispose(known?.weights ?? []);
  if (variant !== 'static') features = dropout({ rate: 0.25 }).apply(features);
  const parts = WIDTHS.map((width): SymbolicTensor => {
    const filters = { filters: settings.filters, kernelSize: width, activation: 'relu' } as const;
    const found = conv1d({ ...filters, padding: 'valid' }).apply(features);
    return flatten().apply(maxPooling1d({ poolSize: 2 }).apply(found));
  });
  let hidden = dense({ units: HIDDEN, activation: 'relu' }).apply(concatenate().apply(parts));
  hidden = dropout({ rate: 0.5 }).apply(hidden);
  const verdict = dense({ units: 1, activation: 'sigmoid' }).apply(hidden);
  const cnn = model({ inputs: words, outputs: verdict, name: `cnn_${variant}` });
  cnn.compile({ loss: 'binaryCrossentropy', optimizer: 'rmsprop', metrics: ['accuracy'] });
  return cnn;
}
