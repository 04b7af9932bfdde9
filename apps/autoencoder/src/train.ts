import type { DigitImages, Images, Interruption } from '@ibexjs-apps/kit';
import type { HistoryValues } from '@ibexjs/plot';
import { adadelta, adam } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';
import type { Autoencoder } from './networks.js';
import type { Recipe, Settings } from './settings.js';

/** How training went. */
export interface Training {
  history: HistoryValues;
  /** Epochs that were finished. */
  epochs: number;
  seconds: number;
}

/** Images as a tensor in the shape that a model takes; the caller disposes of it. */
export function toTensor(images: Images, shape: readonly number[]): tf.Tensor {
  return tf.tensor(images.pixels, [images.count, ...shape]);
}

/** Teaches the autoencoder to give back what it is shown. */
export async function train(
  { autoencoder, imageShape }: Autoencoder,
  images: DigitImages,
  recipe: Recipe,
  settings: Settings,
  interruption: Interruption,
): Promise<Training> {
  autoencoder.compile({
    loss: 'binaryCrossentropy',
    optimizer: settings.variant === 'variational' ? adam() : adadelta({ learningRate: 1 }),
  });
  const x = toTensor(images.train, imageShape);
  const xTest = toTensor(images.test, imageShape);
  try {
    const started = performance.now();
    const { history } = await autoencoder.fit(x, x, {
      ...recipe,
      validationData: [xTest, xTest],
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    return {
      history,
      epochs: (history['loss'] ?? []).length,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    tf.dispose([x, xTest]);
  }
}
