import { conv1d, dense, dropout, embedding, globalMaxPooling1d } from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Data } from './data.js';
import type { Settings } from './settings.js';

/** How the word vectors begin, and whether training changes them. */
export const VARIANTS = ['frozen', 'trainable', 'random'] as const;

export type Variant = (typeof VARIANTS)[number];

/** Word vectors, filters over five words, the strongest response of each, a judgement. */
export function network(variant: Variant, data: Data, settings: Settings): Sequential {
  const known =
    variant === 'random'
      ? { inputDim: settings.words, outputDim: data.vectors.vectorSize }
      : data.vectors.toEmbedding(data.tokenizer, { trainable: variant === 'trainable' });
  const model = sequential({
    name: variant,
    layers: [
      embedding({ ...known, inputShape: [settings.length] }),
      conv1d({ filters: 64, kernelSize: 5, activation: 'relu' }),
      globalMaxPooling1d(),
      dropout({ rate: 0.3 }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  if ('weights' in known) tf.dispose(known.weights);
  model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['accuracy'] });
  return model;
}
