import type { Interruption } from '@ibexjs-apps/kit';
import type { Functional } from '@ibexjs/models';
import type { HistoryValues } from '@ibexjs/plot';
import * as tf from '@tensorflow/tfjs-core';
import type { Recipe } from './recipes.js';
import type { Sentences, SentenceSet } from './sentences.js';
import type { Settings, Variant } from './settings.js';

/** How the training of one variant went. */
export interface Training {
  variant: Variant;
  history: HistoryValues;
  /** Epochs that were finished. */
  epochs: number;
  secondsPerEpoch: number;
  /** Best accuracy on the sentences kept back, and its epoch from 1 on. */
  best: number;
  bestEpoch: number;
  /** Accuracy on them in the end, when nothing is chosen by it. */
  last: number;
}

function toTensors({ sequences, labels }: SentenceSet, length: number): [tf.Tensor, tf.Tensor] {
  return [
    tf.tensor2d(sequences, [sequences.length, length], 'int32'),
    tf.tensor2d(labels, [labels.length, 1]),
  ];
}

/** Teaches the network, and notes how well it judges sentences that it has not seen. */
export async function train(
  variant: Variant,
  model: Functional,
  recipe: Recipe,
  sentences: Sentences,
  settings: Settings,
  interruption: Interruption,
): Promise<Training> {
  const [x, y] = toTensors(sentences.train, sentences.length);
  const validation = toTensors(sentences.validation, sentences.length);
  try {
    const started = performance.now();
    const { history } = await model.fit(x, y, {
      epochs: recipe.epochs,
      batchSize: settings.batchSize,
      validationData: validation,
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    const accuracies = Array.from((history['val_accuracy'] ?? []) as ArrayLike<number>);
    const best = Math.max(0, ...accuracies);
    return {
      variant,
      history: history,
      epochs: accuracies.length,
      secondsPerEpoch: (performance.now() - started) / 1000 / Math.max(1, accuracies.length),
      best,
      bestEpoch: accuracies.indexOf(best) + 1,
      last: accuracies.at(-1) ?? 0,
    };
  } finally {
    tf.dispose([x, y, ...validation]);
  }
}
