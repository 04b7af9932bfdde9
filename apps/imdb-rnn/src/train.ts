import type { Interruption } from '@ibexjs-apps/kit';
import type { Sequential } from '@ibexjs/models';
import type { HistoryValues } from '@ibexjs/plot';
import * as tf from '@tensorflow/tfjs-core';
import type { Reviews, ReviewSet } from './reviews.js';
import type { Settings } from './settings.js';
import { pad } from './words.js';

/** How training went. */
export interface Training {
  history: HistoryValues;
  /** Epochs that were finished. */
  epochs: number;
  seconds: number;
}

/** Teaches the network which reviews are good. */
export async function train(
  model: Sequential,
  reviews: Reviews,
  settings: Settings,
  interruption: Interruption,
): Promise<Training> {
  const tensors = {
    x: pad(reviews.train.sequences, settings.maxLength),
    y: labels(reviews.train),
    xTest: pad(reviews.test.sequences, settings.maxLength),
    yTest: labels(reviews.test),
  };
  try {
    const started = performance.now();
    const { history } = await model.fit(tensors.x, tensors.y, {
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      validationData: [tensors.xTest, tensors.yTest],
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    return {
      history,
      epochs: (history['loss'] ?? []).length,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    tf.dispose(tensors);
  }
}

function labels({ labels: values }: ReviewSet): tf.Tensor {
  return tf.tensor2d(Float32Array.from(values), [values.length, 1]);
}

/** How good the network finds each text, from 0 to 1. */
export async function judge(
  model: Sequential,
  sequences: readonly ArrayLike<number>[],
  maxLength: number,
): Promise<Float32Array> {
  const x = pad(sequences, maxLength);
  const y = model.predict(x, { batchSize: 128, verbose: 0 }) as tf.Tensor;
  try {
    return (await y.data()) as Float32Array;
  } finally {
    tf.dispose([x, y]);
  }
}
